/** The simulator's server: where requests are told apart and where tests steer and question it. */
@NullMarked
package ru.xrouter.simulator;

import org.jspecify.annotations.NullMarked;
