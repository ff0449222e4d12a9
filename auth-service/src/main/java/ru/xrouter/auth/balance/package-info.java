/** Mails about an account's money. */
@NullMarked
package ru.xrouter.auth.balance;

import org.jspecify.annotations.NullMarked;
