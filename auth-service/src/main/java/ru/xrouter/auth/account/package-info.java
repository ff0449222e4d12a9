/** Accounts: who pays. */
@NullMarked
package ru.xrouter.auth.account;

import org.jspecify.annotations.NullMarked;
