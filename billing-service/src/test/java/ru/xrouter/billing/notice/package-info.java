/** Tests of notices. */
@NullMarked
package ru.xrouter.billing.notice;

import org.jspecify.annotations.NullMarked;
