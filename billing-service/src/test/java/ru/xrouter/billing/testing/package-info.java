/** What the tests of billing-service share. */
@NullMarked
package ru.xrouter.billing.testing;

import org.jspecify.annotations.NullMarked;
