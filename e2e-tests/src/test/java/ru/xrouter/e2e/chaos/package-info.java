/** What {@code ChaosE2E} is made of: the traffic, what goes wrong, and what the providers sold meanwhile. */
@NullMarked
package ru.xrouter.e2e.chaos;

import org.jspecify.annotations.NullMarked;
