/** Holds that nobody ends. */
@NullMarked
package ru.xrouter.billing.reaper;

import org.jspecify.annotations.NullMarked;
