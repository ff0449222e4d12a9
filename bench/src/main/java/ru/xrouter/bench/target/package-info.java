/** Where the same request can be sent: straight to the simulator, through nginx, through XRouter. */
@NullMarked
package ru.xrouter.bench.target;

import org.jspecify.annotations.NullMarked;
