/** Reserves the most that a generation could cost before any provider is called. */
@NullMarked
package ru.xrouter.router.hold;

import org.jspecify.annotations.NullMarked;
