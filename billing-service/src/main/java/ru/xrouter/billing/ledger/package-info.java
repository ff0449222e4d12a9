/** Accounts and the ledger: settlements and top-ups, in PostgreSQL. */
@NullMarked
package ru.xrouter.billing.ledger;

import org.jspecify.annotations.NullMarked;
