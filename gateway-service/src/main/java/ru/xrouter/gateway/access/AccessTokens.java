package ru.xrouter.gateway.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import ru.xrouter.gateway.GatewayConfig;

/**
 * Looks access tokens up. What is not signed by auth-service never reaches it; the keys it signs with are remembered, and
 * asked for again when a token names one that is not among them, though not more often than once a second.
 */
@Singleton
class AccessTokens {
    private static final Logger LOG = Logger.getLogger(AccessTokens.class);
    private static final long REST_NANOS = Duration.ofSeconds(1).toNanos();

    private final AuthClient auth;
    private final TokenCheck check;
    private volatile Map<String, ECDSAVerifier> keys = Map.of();
    private volatile long askAgainAt = System.nanoTime();

    AccessTokens(AuthClient auth, GatewayConfig config) {
        this.auth = auth;
        this.check = new TokenCheck(config.issuer().toString(), config.audience());
    }

    /** Never fails. */
    Future<KeyLookup> lookup(String text) {
        var token = TokenCheck.read(text);
        if (token.isEmpty()) {
            return Future.succeededFuture(new KeyLookup.Unknown());
        }
        var jwt = token.get();
        if (keys.containsKey(jwt.getHeader().getKeyID()) || System.nanoTime() - askAgainAt < 0) {
            return identity(jwt);
        }
        return auth.signingKeys()
                .compose(jwks -> {
                    remember(jwks);
                    return identity(jwt);
                })
                .otherwise(failure -> {
                    LOG.warnf("The keys that sign access tokens could not be read: %s", failure.getMessage());
                    return new KeyLookup.AuthAway();
                });
    }

    private Future<KeyLookup> identity(SignedJWT jwt) {
        return check.jti(jwt, keys, Instant.now())
                .map(auth::lookupToken)
                .orElseGet(() -> Future.succeededFuture(new KeyLookup.Unknown()));
    }

    private void remember(String jwks) {
        var known = new HashMap<String, ECDSAVerifier>();
        try {
            for (var key : JWKSet.parse(jwks).getKeys()) {
                if (key instanceof ECKey ec && key.getKeyID() != null) {
                    known.put(key.getKeyID(), new ECDSAVerifier(ec));
                }
            }
        } catch (ParseException | JOSEException _) {
            throw new IllegalStateException("auth-service's answer is no set of keys.");
        }
        keys = Map.copyOf(known);
        askAgainAt = System.nanoTime() + REST_NANOS;
    }
}
