/** Rate limits and concurrency of API keys, in Redis and without it. */
@NullMarked
package ru.xrouter.gateway.limit;

import org.jspecify.annotations.NullMarked;
