/** Proves the ledger: recomputes every sum that is kept and tells what differs. */
@NullMarked
package ru.xrouter.billing.audit;

import org.jspecify.annotations.NullMarked;
