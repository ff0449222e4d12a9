/** Breaks well-formed requests and answers in every way we can think of, the same way for the same seed. */
@NullMarked
package ru.xrouter.api.testing.fuzz;

import org.jspecify.annotations.NullMarked;
