/** Settles generations that nothing was heard of again. */
@NullMarked
package ru.xrouter.billing.reaper;

import org.jspecify.annotations.NullMarked;
