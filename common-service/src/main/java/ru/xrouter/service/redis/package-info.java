/** Redis on the event loop: one pipelined connection per loop, bounded waiting, scripts. */
@NullMarked
package ru.xrouter.service.redis;

import org.jspecify.annotations.NullMarked;
