/** What a test can ask of an answer: delays, lengths, errors and broken connections. */
@NullMarked
package ru.xrouter.simulator.knobs;

import org.jspecify.annotations.NullMarked;
