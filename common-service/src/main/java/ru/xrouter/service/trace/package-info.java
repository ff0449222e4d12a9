/** The trace context that travels with a request. */
@NullMarked
package ru.xrouter.service.trace;

import org.jspecify.annotations.NullMarked;
