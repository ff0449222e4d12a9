package ru.xrouter.auth.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import ru.xrouter.auth.audit.Act;
import ru.xrouter.auth.audit.ActKind;

/**
 * Counts what people, apps and gateways ask for and get. Labels are our own words and OAuth's error codes, never a person, a
 * key, an app or an address.
 */
@Startup
@Singleton
public class AuthMetrics {
    /** The acts that dashboards and alerts ask for by name; they are there from the start, so that the first one counts. */
    private static final ActKind[] WATCHED = {
        ActKind.SIGNED_IN, ActKind.SIGNED_UP, ActKind.WRONG_CODE, ActKind.CREATED_KEY, ActKind.REVOKED_KEY
    };

    private static final String ISSUED = "issued";
    private static final String KNOWN = "known";
    private static final String UNKNOWN = "unknown";

    private final MeterRegistry registry;
    private final AtomicInteger noticesWaiting;
    private final Counter wrongPasswords;

    AuthMetrics(MeterRegistry registry) {
        this.registry = registry;
        noticesWaiting = registry.gauge("xrouter.auth.notices.waiting", new AtomicInteger());
        for (var act : WATCHED) {
            acts(act);
        }
        for (var limit : Limit.values()) {
            throttled(limit.name());
        }
        for (var outcome : Mailed.values()) {
            mails(outcome.name());
        }
        for (var kind : Credential.values()) {
            lookUps(kind, KNOWN);
            lookUps(kind, UNKNOWN);
        }
        tokenRequests(ISSUED);
        wrongPasswords = registry.counter("xrouter.auth.wrong.passwords");
    }

    /** A limit on guessing, or on what costs us something, that turned somebody away. */
    public enum Limit {
        PERSON,
        ACCOUNT,
        CLIENT,
        ADDRESS,
        SECOND_FACTOR,
        USER_CODES,
        DEVICES,
        REGISTRATIONS,
        MAILS
    }

    /** What became of an e-mail. */
    public enum Mailed {
        SENT,
        WRITTEN,
        FAILED
    }

    /** What a gateway asks us about. */
    public enum Credential {
        KEY,
        TOKEN
    }

    /** Counts acts whose transaction went through: a line that was rolled back never was. */
    void audited(@Observes(during = TransactionPhase.AFTER_SUCCESS) Act line) {
        acts(line.kind()).increment();
    }

    public void turnedAway(Limit limit) {
        throttled(limit.name()).increment();
    }

    /** A password was wrong, or whoever gave it is unknown. */
    public void wrongPassword() {
        wrongPasswords.increment();
    }

    public void mailed(Mailed outcome) {
        mails(outcome.name()).increment();
    }

    public void lookedUp(Credential kind, boolean known) {
        lookUps(kind, known ? KNOWN : UNKNOWN).increment();
    }

    /** An app got the token it asked for. */
    public void issuedToken() {
        tokenRequests(ISSUED).increment();
    }

    /** @param error OAuth's code for why an app got no token */
    public void refusedToken(String error) {
        tokenRequests(error).increment();
    }

    /** How much the gateways have not been told of yet. */
    public void noticesWaiting(int count) {
        noticesWaiting.set(count);
    }

    private Counter acts(ActKind act) {
        return registry.counter("xrouter.auth.acts", "act", act.wireName());
    }

    private Counter throttled(String limit) {
        return registry.counter("xrouter.auth.throttled", "limit", limit.toLowerCase(Locale.ROOT));
    }

    private Counter mails(String outcome) {
        return registry.counter("xrouter.auth.mails", "outcome", outcome.toLowerCase(Locale.ROOT));
    }

    private Counter lookUps(Credential kind, String result) {
        return registry.counter("xrouter.auth.lookups", "of", kind.name().toLowerCase(Locale.ROOT), "result", result);
    }

    private Counter tokenRequests(String outcome) {
        return registry.counter("xrouter.auth.token.requests", "outcome", outcome);
    }
}
