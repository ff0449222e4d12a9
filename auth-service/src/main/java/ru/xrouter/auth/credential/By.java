package ru.xrouter.auth.credential;

import org.jspecify.annotations.Nullable;

/**
 * Who changes an account's credentials, for the audit log.
 *
 * @param userId the person, when one did it themselves
 * @param via else the key or grant that acted, or {@code operator}
 */
record By(@Nullable String userId, @Nullable String via, String address) {
    static By person(String userId, String address) {
        return new By(userId, null, address);
    }

    static By program(String keyId, String address) {
        return new By(null, keyId, address);
    }
}
