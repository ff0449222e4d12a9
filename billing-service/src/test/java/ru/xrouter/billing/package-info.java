/** The rules of the house, checked on billing-service. */
@NullMarked
package ru.xrouter.billing;

import org.jspecify.annotations.NullMarked;
