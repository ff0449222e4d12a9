/** The public API: authenticates, limits and relays. */
@NullMarked
package ru.xrouter.gateway;

import org.jspecify.annotations.NullMarked;
