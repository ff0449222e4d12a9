package ru.xrouter.gateway.access;

import java.util.List;
import ru.xrouter.api.access.ApiKeyFormat;

/** Reads the {@code authorization} header (RFC 6750 section 2.1). */
sealed interface Authorization {
    record Key(String secret) implements Authorization {}

    /** Not acceptable; the message is written for the caller and holds no part of what was sent. */
    record Refused(String message) implements Authorization {}

    String SCHEME = "Bearer ";

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
        var key = header.substring(SCHEME.length()).strip();
        return ApiKeyFormat.wellFormed(key)
                ? new Key(key)
                : new Refused("Incorrect API key provided: it is not a complete XRouter key (xr-…). Check for typos.");
    }
}
