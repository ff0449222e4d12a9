/** Measures what a request costs, at the running stack, from outside. */
@NullMarked
package ru.xrouter.bench;

import org.jspecify.annotations.NullMarked;
