package ru.xrouter.auth.oauth;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationGrantError;
import com.nimbusds.oauth2.sdk.device.DeviceCode;
import com.nimbusds.oauth2.sdk.device.UserCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.audit.ActKind;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.auth.person.Person;
import ru.xrouter.auth.secret.Hashes;

/**
 * The device grant (RFC 8628): a device shows a code, a person who is signed in elsewhere types it and decides, the device asks
 * until it hears. A code lives ten minutes and is answered once; the token is given once.
 */
@ApplicationScoped
class Devices {
    static final Duration LIFETIME = Duration.ofMinutes(10);
    static final int INTERVAL_SECONDS = 5;

    private static final int TRIES = 5;

    /** The library's own has the status of an authorization endpoint. */
    private static final ErrorObject DENIED =
            OAuth2Error.ACCESS_DENIED.setHTTPStatusCode(Response.Status.BAD_REQUEST.getStatusCode());

    private final DeviceStore store;
    private final Grants grants;
    private final AuditLog audit;

    Devices(DeviceStore store, Grants grants, AuditLog audit) {
        this.store = store;
        this.grants = grants;
        this.audit = audit;
    }

    /** What a device is told. */
    record Started(DeviceCode deviceCode, UserCode userCode) {}

    Started start(Client client, Set<String> scopes, String address) {
        var deviceCode = new DeviceCode();
        for (var i = 0; i < TRIES; i++) {
            var userCode = new UserCode();
            var added = store.add(
                    Hashes.sha256(deviceCode.getValue()),
                    userCode.getStrippedValue(),
                    new DeviceStore.Asking(client.clientId(), scopes, address),
                    now().plus(LIFETIME),
                    INTERVAL_SECONDS);
            if (added) {
                return new Started(deviceCode, userCode);
            }
        }
        throw new IllegalStateException("No user code is free.");
    }

    /** The device that shows a code, however it was typed. */
    Optional<DeviceStore.Asking> asking(@Nullable String typed) {
        var code = stripped(typed);
        return code.isEmpty() ? Optional.empty() : store.asking(code, now());
    }

    /** Whether the device was still waiting. */
    @Transactional
    boolean allow(@Nullable String typed, Grant grant, Instant authTime, String address) {
        grants.add(grant);
        var waiting = store.answer(stripped(typed), grant.grantId(), authTime, now());
        if (waiting) {
            audit.add(ActKind.ALLOWED_DEVICE, grant.accountId(), grant.userId(), grant.clientId(), address);
        } else {
            grants.forget(grant.grantId());
        }
        return waiting;
    }

    @Transactional
    void deny(@Nullable String typed, Person person, String clientId, String address) {
        if (store.answer(stripped(typed), null, null, now())) {
            audit.add(ActKind.DENIED_DEVICE, person.accountId(), person.userId(), clientId, address);
        }
    }

    /** What a device that asks again hears. */
    sealed interface Heard {
        record Token(Grants.Issued issued) implements Heard {}

        record NotYet(ErrorObject error) implements Heard {}
    }

    @Transactional
    Heard poll(Client client, DeviceCode code) {
        var now = now();
        var hash = Hashes.sha256(code.getValue());
        var found = store.lock(hash).filter(waiting -> waiting.clientId().equals(client.clientId()));
        if (found.isEmpty()) {
            return new Heard.NotYet(OAuth2Error.INVALID_GRANT);
        }
        var waiting = found.get();
        if (!now.isBefore(waiting.expiresAt())) {
            return new Heard.NotYet(DeviceAuthorizationGrantError.EXPIRED_TOKEN);
        }
        if (tooSoon(waiting, now)) {
            // It has to wait longer from now on, which the device knows by the standard.
            store.polled(hash, now, waiting.intervalSeconds() + INTERVAL_SECONDS);
            return new Heard.NotYet(DeviceAuthorizationGrantError.SLOW_DOWN);
        }
        store.polled(hash, now, waiting.intervalSeconds());
        if (waiting.denied()) {
            return new Heard.NotYet(DENIED);
        }
        return waiting.grantId() == null
                ? new Heard.NotYet(DeviceAuthorizationGrantError.AUTHORIZATION_PENDING)
                : token(client, hash, waiting, now);
    }

    private Heard token(Client client, byte[] hash, DeviceStore.Waiting waiting, Instant now) {
        store.remove(hash);
        var authentication = waiting.authTime() == null ? null : new OpenId.Authentication(null, waiting.authTime());
        return grants.issue(String.valueOf(waiting.grantId()), client, authentication, now)
                .<Heard>map(Heard.Token::new)
                .orElseGet(() -> new Heard.NotYet(OAuth2Error.INVALID_GRANT));
    }

    private static boolean tooSoon(DeviceStore.Waiting waiting, Instant now) {
        return waiting.polledAt() != null && now.isBefore(waiting.polledAt().plusSeconds(waiting.intervalSeconds()));
    }

    private static String stripped(@Nullable String typed) {
        return typed == null || typed.length() > 64
                ? ""
                : UserCode.stripIllegalChars(typed.toUpperCase(Locale.ROOT), UserCode.LETTER_CHAR_SET);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
