/** The copy of the balances that Redis holds for the router, and the release of holds. */
@NullMarked
package ru.xrouter.billing.balance;

import org.jspecify.annotations.NullMarked;
