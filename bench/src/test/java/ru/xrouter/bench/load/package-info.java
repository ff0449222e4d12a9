/** The load generator measures what it says it measures. */
@NullMarked
package ru.xrouter.bench.load;

import org.jspecify.annotations.NullMarked;
