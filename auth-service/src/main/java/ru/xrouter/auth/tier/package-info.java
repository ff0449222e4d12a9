/** Tiers: named sets of limits. */
@NullMarked
package ru.xrouter.auth.tier;

import org.jspecify.annotations.NullMarked;
