/** Where requests come in: paths, methods and CORS. */
@NullMarked
package ru.xrouter.gateway.entry;

import org.jspecify.annotations.NullMarked;
