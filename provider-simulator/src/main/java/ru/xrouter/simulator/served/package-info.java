/** What the simulator remembers of the requests it served. */
@NullMarked
package ru.xrouter.simulator.served;

import org.jspecify.annotations.NullMarked;
