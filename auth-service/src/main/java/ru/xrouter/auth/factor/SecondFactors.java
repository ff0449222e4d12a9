package ru.xrouter.auth.factor;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.commons.codec.binary.Base32;
import ru.xrouter.auth.audit.ActKind;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.auth.metrics.AuthMetrics;
import ru.xrouter.auth.secret.Hashes;

/**
 * People's second factor. A code is taken once. After {@value #WRONG_CODES} wrong ones in a quarter of an hour no code of the app is
 * looked at for the rest of it, from wherever it comes: only whoever has the password gets here, and the recovery codes, which nobody
 * can guess, still work for the person.
 */
@ApplicationScoped
public class SecondFactors {
    static final int WRONG_CODES = 10;

    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int RECOVERY_CODES = 10;
    private static final int RECOVERY_BYTES = 10;

    private final SecondFactorStore factors;
    private final AuditLog audit;
    private final AuthMetrics metrics;
    private final SecureRandom random = new SecureRandom();

    SecondFactors(SecondFactorStore factors, AuditLog audit, AuthMetrics metrics) {
        this.factors = factors;
        this.audit = audit;
        this.metrics = metrics;
    }

    /** What became of a code. */
    public enum Verdict {
        RIGHT,
        WRONG,
        TOO_MANY
    }

    /** Whether the person has to show it. */
    public boolean asked(String userId) {
        return factors.confirmed(userId);
    }

    public int recoveryCodes(String userId) {
        return factors.recoveryCodes(userId);
    }

    /** A new secret, which counts once the person has shown a code of it. Empty when there is a factor already. */
    @Transactional
    public Optional<FactorSetup> begin(String userId, String email) {
        var secret = base32(Totp.SECRET_BYTES);
        return factors.begin(userId, secret, now()) ? Optional.of(FactorSetup.of(email, secret)) : Optional.empty();
    }

    /** The secret that waits for a code. */
    @Transactional
    public Optional<FactorSetup> begun(String userId, String email) {
        return factors.lock(userId)
                .filter(factor -> !factor.confirmed())
                .flatMap(SecondFactorStore.Factor::secret)
                .map(secret -> FactorSetup.of(email, secret));
    }

    /** Asks for the factor from now on. The recovery codes, which nobody can read again; empty when the code is wrong. */
    @Transactional
    public Optional<List<String>> confirm(String userId, String code, String address) {
        var factor = factors.lock(userId).filter(found -> !found.confirmed());
        if (factor.isEmpty() || app(userId, factor.get(), digits(code), address) != Verdict.RIGHT) {
            return Optional.empty();
        }
        factors.confirm(userId, now());
        audit.add(ActKind.ADDED_SECOND_FACTOR, null, userId, null, address);
        return Optional.of(fresh(userId));
    }

    /** Whether this is a code of the person's app, or one of their recovery codes, which is used up then. */
    @Transactional
    public Verdict check(String userId, String code, String address) {
        var factor = factors.lock(userId).filter(SecondFactorStore.Factor::confirmed);
        if (factor.isEmpty()) {
            return Verdict.WRONG;
        }
        var given = digits(code);
        if (given.length() <= 8) {
            return app(userId, factor.get(), given, address);
        }
        var used = factors.use(userId, Hashes.sha256(given));
        if (used) {
            audit.add(ActKind.USED_RECOVERY_CODE, null, userId, null, address);
            return Verdict.RIGHT;
        }
        return wrong(userId, address);
    }

    /** Other recovery codes in place of those there were. */
    @Transactional
    public List<String> newRecoveryCodes(String userId, String address) {
        audit.add(ActKind.MADE_RECOVERY_CODES, null, userId, null, address);
        return fresh(userId);
    }

    @Transactional
    public void remove(String userId, String address) {
        factors.remove(userId);
        audit.add(ActKind.REMOVED_SECOND_FACTOR, null, userId, null, address);
    }

    /**
     * Takes the factor of a person who has lost it away. Whether they had one.
     *
     * @param by the operator, for the audit log
     */
    @Transactional
    public boolean reset(String userId, String by, String reason, String address) {
        var had =
                factors.lock(userId).filter(SecondFactorStore.Factor::confirmed).isPresent();
        if (had) {
            factors.remove(userId);
            audit.add(ActKind.RESET_SECOND_FACTOR, null, userId, by, reason, address);
        }
        return had;
    }

    private Verdict app(String userId, SecondFactorStore.Factor factor, String code, String address) {
        var now = now();
        var counted = factor.failedSince().isAfter(now.minus(WINDOW));
        if (counted && factor.failed() >= WRONG_CODES) {
            metrics.turnedAway(AuthMetrics.Limit.SECOND_FACTOR);
            return Verdict.TOO_MANY;
        }
        var step = factor.secret().map(secret -> Totp.step(secret, code, now)).orElse(OptionalLong.empty());
        if (step.isPresent() && step.getAsLong() > factor.lastStep()) {
            factors.took(userId, step.getAsLong());
            return Verdict.RIGHT;
        }
        factors.failed(userId, counted ? factor.failed() + 1 : 1, counted ? factor.failedSince() : now);
        return wrong(userId, address);
    }

    private Verdict wrong(String userId, String address) {
        audit.add(ActKind.WRONG_CODE, null, userId, null, address);
        return Verdict.WRONG;
    }

    private List<String> fresh(String userId) {
        var codes = Stream.generate(() -> base32(RECOVERY_BYTES))
                .limit(RECOVERY_CODES)
                .toList();
        factors.replaceRecoveryCodes(userId, codes.stream().map(Hashes::sha256).toList());
        return codes.stream().map(code -> code.replaceAll("(.{4})(?=.)", "$1-")).toList();
    }

    private String base32(int bytes) {
        var secret = new byte[bytes];
        random.nextBytes(secret);
        return new Base32().encodeToString(secret);
    }

    private static String digits(String code) {
        return code.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
