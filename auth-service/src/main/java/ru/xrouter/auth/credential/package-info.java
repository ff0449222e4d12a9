/** Accounts' own credentials at the providers, used in place of ours. */
@NullMarked
package ru.xrouter.auth.credential;

import org.jspecify.annotations.NullMarked;
