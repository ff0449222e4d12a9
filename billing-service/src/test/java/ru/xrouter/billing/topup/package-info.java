/** Top-ups. */
@NullMarked
package ru.xrouter.billing.topup;

import org.jspecify.annotations.NullMarked;
