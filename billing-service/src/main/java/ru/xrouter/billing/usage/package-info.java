/** Usage events: read from Redis, settled in batches, parked when nobody can read them. */
@NullMarked
package ru.xrouter.billing.usage;

import org.jspecify.annotations.NullMarked;
