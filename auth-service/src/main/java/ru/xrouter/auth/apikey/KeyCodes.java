package ru.xrouter.auth.apikey;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.secret.Hashes;

/**
 * The sign-in that OpenRouter's apps know: a person allows, the app gets a code, and exchanges it once, with the PKCE verifier,
 * for an API key. A code that comes twice revokes the key.
 */
@ApplicationScoped
public class KeyCodes {
    private static final int CODE_BYTES = 32;
    private static final Duration LIFETIME = Duration.ofSeconds(60);

    private final KeyCodeStore codes;
    private final ApiKeys keys;
    private final SecureRandom random = new SecureRandom();

    KeyCodes(KeyCodeStore codes, ApiKeys keys) {
        this.codes = codes;
        this.keys = keys;
    }

    /** Gives a code for what the person allowed. */
    @Transactional
    public String allow(
            String accountId,
            String userId,
            String app,
            String codeChallenge,
            @Nullable Long capMicros,
            @Nullable String capPeriod) {
        var bytes = new byte[CODE_BYTES];
        random.nextBytes(bytes);
        var code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        codes.add(
                Hashes.sha256(code),
                new KeyCodeStore.KeyCode(
                        accountId, userId, app, codeChallenge, capMicros, capPeriod, now().plus(LIFETIME), null));
        return code;
    }

    /** A key and the person who allowed it; empty when the code or the verifier is not good. */
    @Transactional
    Optional<Exchanged> exchange(String code, String verifier, String address) {
        var hash = Hashes.sha256(code);
        var found = codes.lock(hash);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var allowed = found.get();
        if (allowed.keyId() != null) {
            keys.revokeReplayed(allowed.accountId(), allowed.keyId(), address);
            return Optional.empty();
        }
        if (!now().isBefore(allowed.expiresAt()) || !proves(verifier, allowed.codeChallenge())) {
            return Optional.empty();
        }
        var made = keys.create(allowed.accountId(), terms(allowed), new Maker.Person(allowed.userId(), address));
        codes.use(hash, made.data().keyId());
        return Optional.of(new Exchanged(made.key(), allowed.userId()));
    }

    private static KeyTerms terms(KeyCodeStore.KeyCode allowed) {
        return new KeyTerms(
                allowed.app(),
                false,
                KeyTerms.DEFAULT_SCOPES,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Cap.roubles(allowed.capMicros()),
                Cap.reset(allowed.capPeriod()),
                null,
                null);
    }

    private static boolean proves(String verifier, String challenge) {
        var computed = Base64.getUrlEncoder().withoutPadding().encodeToString(Hashes.sha256(verifier));
        return MessageDigest.isEqual(
                computed.getBytes(StandardCharsets.US_ASCII), challenge.getBytes(StandardCharsets.US_ASCII));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    /** What the app gets. */
    record Exchanged(String key, String userId) {
        @Override
        public String toString() {
            return "Exchanged[%s]".formatted(userId);
        }
    }
}
