/** Money in integer micro-roubles, prices and costs. */
@NullMarked
package ru.xrouter.api.money;

import org.jspecify.annotations.NullMarked;
