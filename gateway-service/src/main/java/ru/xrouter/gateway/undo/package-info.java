/** Takes back what Redis did unknown to the gateway. */
@NullMarked
package ru.xrouter.gateway.undo;

import org.jspecify.annotations.NullMarked;
