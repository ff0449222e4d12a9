/** One HTTP exchange: the answer goes out as its knobs say and stops at once when the client leaves. */
@NullMarked
package ru.xrouter.simulator.exchange;

import org.jspecify.annotations.NullMarked;
