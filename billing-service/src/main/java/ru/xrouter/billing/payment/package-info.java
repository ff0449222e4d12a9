/** Money that accounts pay in through a payment provider: payments, and the notices that tell they were made. */
@NullMarked
package ru.xrouter.billing.payment;

import org.jspecify.annotations.NullMarked;
