package ru.xrouter.simulator.gigachat;

import java.time.Clock;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The access tokens issued so far. Only these are accepted, until they expire; the oldest give way to new ones. */
final class AccessTokens {
    private static final int REMEMBERED = 10_000;
    private static final String HEADER = "eyJjdHkiOiJqd3QiLCJlbmMiOiJBMjU2Q0JDLUhTNTEyIiwiYWxnIjoiUlNBLU9BRVAtMjU2In0";
    private static final int[] PART_BYTES = {256, 12, 512, 16};

    private final Clock clock;
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    AccessTokens(Clock clock) {
        this.clock = clock;
    }

    record Issued(String token, long expiresAtMillis) {}

    private record Held(String account, long expiresAtMillis) {}

    Issued issue(String account, long lifetimeMillis) {
        if (held.size() >= REMEMBERED) {
            forgetHalf();
        }
        var token = new StringBuilder(1200).append(HEADER);
        for (var length : PART_BYTES) {
            var part = new byte[length];
            ThreadLocalRandom.current().nextBytes(part);
            token.append('.').append(Base64.getUrlEncoder().withoutPadding().encodeToString(part));
        }
        var issued = new Issued(token.toString(), clock.millis() + lifetimeMillis);
        held.put(issued.token(), new Held(account, issued.expiresAtMillis()));
        return issued;
    }

    /** The account of an {@code Authorization} header, or a refusal as the API words it. */
    String account(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith("Bearer ")) {
            throw new GigaChatRefusal(401, "Unauthorized");
        }
        var token = held.get(authorization.substring("Bearer ".length()));
        if (token == null) {
            throw new GigaChatRefusal(401, "Unauthorized");
        }
        if (token.expiresAtMillis() <= clock.millis()) {
            throw new GigaChatRefusal(401, "Token has expired");
        }
        return token.account();
    }

    void clear() {
        held.clear();
    }

    private void forgetHalf() {
        held.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.comparingLong(Held::expiresAtMillis)))
                .limit(REMEMBERED / 2)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(held::remove);
    }
}
