/** A payment provider's page and its signed notices. */
@NullMarked
package ru.xrouter.simulator.payment;

import org.jspecify.annotations.NullMarked;
