/** Money that an account pays in. */
@NullMarked
package ru.xrouter.billing.topup;

import org.jspecify.annotations.NullMarked;
