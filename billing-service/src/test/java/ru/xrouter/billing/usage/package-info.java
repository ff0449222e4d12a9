/** Usage events, from the stream to the ledger. */
@NullMarked
package ru.xrouter.billing.usage;

import org.jspecify.annotations.NullMarked;
