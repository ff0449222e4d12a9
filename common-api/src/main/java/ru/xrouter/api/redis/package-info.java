/** Names of the Redis keys, streams and channels that services share. */
@NullMarked
package ru.xrouter.api.redis;

import org.jspecify.annotations.NullMarked;
