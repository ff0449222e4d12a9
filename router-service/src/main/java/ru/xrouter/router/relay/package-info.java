/** Passes an adapter's answer on, taking out what it says to the router alone. */
@NullMarked
package ru.xrouter.router.relay;

import org.jspecify.annotations.NullMarked;
