/** Limits of tiers, of accounts and of single models, as data that operators change. */
@NullMarked
package ru.xrouter.auth.limit;

import org.jspecify.annotations.NullMarked;
