/** Tests of the ledger. */
@NullMarked
package ru.xrouter.billing.ledger;

import org.jspecify.annotations.NullMarked;
