/** Calls adapters, one candidate after the other, until one answers. */
@NullMarked
package ru.xrouter.router.attempt;

import org.jspecify.annotations.NullMarked;
