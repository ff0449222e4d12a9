package ru.xrouter.auth.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.openid.connect.sdk.Prompt;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.secret.Envelope;

/**
 * Whether a person has signed in as lately as an app wants: no longer before its request began than {@code max_age} says, and for
 * {@code prompt=login} after it began. When that was goes along in the request's address, so that it outlasts the sign-in to which the request
 * leads; it is sealed together with the request, so that nobody else writes it or takes it from another.
 */
@Singleton
class FreshSignIn {
    private static final String BEGAN = "xrouter_began=";
    /** So long what was begun, or signed in for, waits for the person's decision. */
    private static final Duration READING = Duration.ofMinutes(10);

    private final Envelope envelope;

    FreshSignIn(Envelope envelope) {
        this.envelope = envelope;
    }

    /** The request as it begins anew; as it is where the app does not care when the person signed in. */
    String beginning(AuthorizationRequest request, String query, Instant now) {
        return wanted(request) == null ? query : began(plain(query), now);
    }

    /** The request as it goes on once the sign-in is fresh: as it began before, or now. */
    String goingOn(AuthorizationRequest request, String query, Instant now) {
        return began(query).isPresent() ? query : beginning(request, query, now);
    }

    /** Whether the app takes a sign-in of that time. A request that does not say when it began begins now. */
    boolean serves(AuthorizationRequest request, String query, Instant signedInAt, Instant now) {
        var wanted = wanted(request);
        if (wanted == null) {
            return true;
        }
        var began = began(query).orElse(now);
        var latest = signedInAt.isAfter(began) ? signedInAt : began;
        return !signedInAt.isBefore(began.minus(wanted)) && now.isBefore(latest.plus(READING));
    }

    /** How long before the request the person may have signed in at most; null when the app does not care. */
    private static @Nullable Duration wanted(AuthorizationRequest request) {
        var prompt = request.getPrompt();
        if (prompt != null && prompt.contains(Prompt.Type.LOGIN)) {
            return Duration.ZERO;
        }
        var maxAge = AuthorizationRequests.maxAge(request);
        return maxAge == null ? null : Duration.ofSeconds(maxAge);
    }

    private String began(String plain, Instant now) {
        var sealed = envelope.seal(name(plain), Long.toString(now.toEpochMilli()));
        return plain + "&" + BEGAN + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    private Optional<Instant> began(String query) {
        return Arrays.stream(query.split("&", -1))
                .filter(parameter -> parameter.startsWith(BEGAN))
                .findFirst()
                .flatMap(parameter -> bytes(parameter.substring(BEGAN.length())))
                .flatMap(bytes -> envelope.open(name(plain(query)), bytes))
                .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)));
    }

    private static Optional<byte[]> bytes(String text) {
        try {
            return Optional.of(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String plain(String query) {
        return Arrays.stream(query.split("&", -1))
                .filter(parameter -> !parameter.startsWith(BEGAN))
                .collect(Collectors.joining("&"));
    }

    private static String name(String plain) {
        return "authorization request " + plain;
    }
}
