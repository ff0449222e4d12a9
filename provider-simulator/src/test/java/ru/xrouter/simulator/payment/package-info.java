/** Tests of the payment page. */
@NullMarked
package ru.xrouter.simulator.payment;

import org.jspecify.annotations.NullMarked;
