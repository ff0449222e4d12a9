package ru.xrouter.gateway.access;

import java.util.List;
import ru.xrouter.api.access.ApiKeyFormat;

/** Reads the {@code authorization} header (RFC 6750 section 2.1). */
sealed interface Authorization {
    /** What a caller shows to be known. */
    sealed interface Credential extends Authorization {
        /** The secret, or the token as it was sent. */
        String text();
    }

    record Key(String text) implements Credential {
        @Override
        public String toString() {
            return "Key[redacted]";
        }
    }

    /** Something of the shape of a JWT; whether it is one of ours is yet to be seen. */
    record Token(String text) implements Credential {
        @Override
        public String toString() {
            return "Token[redacted]";
        }
    }

    /** Not acceptable; the message is written for the caller and holds no part of what was sent. */
    record Refused(String message) implements Authorization {}

    String SCHEME = "Bearer ";
    /** How the header of every JWT begins. */
    String TOKEN_START = "eyJ";

    int LONGEST_TOKEN = 4096;

    static Authorization read(List<String> headers) {
        if (headers.isEmpty()) {
            return new Refused("No API key provided. Send it in the header 'Authorization: Bearer xr-…'.");
        }
        if (headers.size() > 1) {
            return new Refused("Send exactly one Authorization header.");
        }
        var header = headers.getFirst();
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return new Refused("The Authorization header must be 'Bearer xr-…'.");
        }
        var text = header.substring(SCHEME.length()).strip();
        if (text.startsWith(TOKEN_START) && text.length() <= LONGEST_TOKEN) {
            return new Token(text);
        }
        return ApiKeyFormat.wellFormed(text)
                ? new Key(text)
                : new Refused("Incorrect API key provided: it is not a complete XRouter key (xr-…). Check for typos.");
    }
}
