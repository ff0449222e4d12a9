/** What a simulated model says and how many tokens that is. */
@NullMarked
package ru.xrouter.simulator.answer;

import org.jspecify.annotations.NullMarked;
