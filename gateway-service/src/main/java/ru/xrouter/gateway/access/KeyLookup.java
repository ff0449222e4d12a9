package ru.xrouter.gateway.access;

import ru.xrouter.api.access.KeyIdentity;

/** What is known of a key. */
sealed interface KeyLookup {
    record Found(KeyIdentity identity) implements KeyLookup {}

    /** No such key: never made, revoked or expired. */
    record Unknown() implements KeyLookup {}

    /** Nobody could be asked. Says nothing about the key. */
    record AuthAway() implements KeyLookup {}
}
