/** Top-ups. */
@NullMarked
package ru.xrouter.billing.balance;

import org.jspecify.annotations.NullMarked;
