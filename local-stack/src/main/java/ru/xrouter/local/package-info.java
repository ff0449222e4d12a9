/** Runs the whole product on one machine as real processes. */
@NullMarked
package ru.xrouter.local;

import org.jspecify.annotations.NullMarked;
