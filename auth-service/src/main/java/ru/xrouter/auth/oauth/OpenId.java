package ru.xrouter.auth.oauth;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an app may want to know about the person, beside or in place of access to the account: the scopes of OpenID Connect.
 * They are given only when they are asked for by name.
 */
final class OpenId {
    static final String SCOPE = "openid";
    static final String EMAIL = "email";
    static final Set<String> SCOPES = Set.of(SCOPE, EMAIL);

    /** Longest nonce taken. */
    static final int LONGEST_NONCE = 255;

    private OpenId() {}

    /**
     * How the person of a grant was authenticated.
     *
     * @param nonce the app's own, null when it sent none
     * @param authTime when the person signed in
     */
    record Authentication(@Nullable String nonce, Instant authTime) {}
}
