/** Monthly statements: what an account had, paid in, used and has left. */
@NullMarked
package ru.xrouter.billing.statement;

import org.jspecify.annotations.NullMarked;
