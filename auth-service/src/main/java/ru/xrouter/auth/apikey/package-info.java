/** API keys: made once, kept as keyed hashes, looked up by the gateway, revoked. */
@NullMarked
package ru.xrouter.auth.apikey;

import org.jspecify.annotations.NullMarked;
