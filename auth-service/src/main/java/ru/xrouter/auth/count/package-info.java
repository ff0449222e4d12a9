/** Counts of what may happen so often in a time. */
@NullMarked
package ru.xrouter.auth.count;

import org.jspecify.annotations.NullMarked;
