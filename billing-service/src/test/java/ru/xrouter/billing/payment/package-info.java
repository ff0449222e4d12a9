/** Tests of payments. */
@NullMarked
package ru.xrouter.billing.payment;

import org.jspecify.annotations.NullMarked;
