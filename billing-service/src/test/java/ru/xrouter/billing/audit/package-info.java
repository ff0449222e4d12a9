/** Tests of the audit. */
@NullMarked
package ru.xrouter.billing.audit;

import org.jspecify.annotations.NullMarked;
