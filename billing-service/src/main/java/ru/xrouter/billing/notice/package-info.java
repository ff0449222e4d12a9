/** Tells that accounts are running low, before their requests are refused. */
@NullMarked
package ru.xrouter.billing.notice;

import org.jspecify.annotations.NullMarked;
