/** Generations: the request on to the router, the answer back byte for byte. */
@NullMarked
package ru.xrouter.gateway.relay;

import org.jspecify.annotations.NullMarked;
