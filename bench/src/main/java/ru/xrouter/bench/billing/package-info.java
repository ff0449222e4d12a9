/** How fast billing settles usage events from a full stream. */
@NullMarked
package ru.xrouter.bench.billing;

import org.jspecify.annotations.NullMarked;
