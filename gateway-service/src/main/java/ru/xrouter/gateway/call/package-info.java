/** Short calls to our other services, answered whole. */
@NullMarked
package ru.xrouter.gateway.call;

import org.jspecify.annotations.NullMarked;
