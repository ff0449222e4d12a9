/** What the gateway and operators may ask: credits, generations, spend, totals. */
@NullMarked
package ru.xrouter.billing.report;

import org.jspecify.annotations.NullMarked;
