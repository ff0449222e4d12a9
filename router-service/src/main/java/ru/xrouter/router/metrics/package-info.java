/** The router's meters; labels are names from the catalogue alone, so their number is bounded. */
@NullMarked
package ru.xrouter.router.metrics;

import org.jspecify.annotations.NullMarked;
