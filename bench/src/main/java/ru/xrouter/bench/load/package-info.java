/** Load with intended start times: open loop at a constant rate, and closed loop for saturation and streams. */
@NullMarked
package ru.xrouter.bench.load;

import org.jspecify.annotations.NullMarked;
