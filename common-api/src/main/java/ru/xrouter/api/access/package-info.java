/** API keys and the identity behind them. */
@NullMarked
package ru.xrouter.api.access;

import org.jspecify.annotations.NullMarked;
