package ru.xrouter.gateway.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells our access tokens (RFC 9068) from everything else that looks like one: signed with ES256 by a key of ours, for us,
 * by our issuer, not expired, not from the future. Whether a token was revoked is another question.
 */
final class TokenCheck {
    private static final Set<String> TYPES = Set.of("at+jwt", "application/at+jwt");
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(60);

    private final String issuer;
    private final String audience;

    TokenCheck(String issuer, String audience) {
        this.issuer = issuer;
        this.audience = audience;
    }

    /** A token that may be ours, by the look of its header; empty when it cannot be. */
    static Optional<SignedJWT> read(String text) {
        try {
            return Optional.of(SignedJWT.parse(text)).filter(jwt -> headerIsOurs(jwt.getHeader()));
        } catch (ParseException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** The token's id when all of it is in order. */
    Optional<String> jti(SignedJWT jwt, Map<String, ? extends JWSVerifier> keys, Instant now) {
        try {
            var key = keys.get(jwt.getHeader().getKeyID());
            if (key == null || !jwt.verify(key)) {
                return Optional.empty();
            }
            var claims = jwt.getJWTClaimsSet();
            return claimsAreOurs(claims, now) ? Optional.ofNullable(claims.getJWTID()) : Optional.empty();
        } catch (ParseException | JOSEException _) {
            return Optional.empty();
        }
    }

    private static boolean headerIsOurs(JWSHeader header) {
        return JWSAlgorithm.ES256.equals(header.getAlgorithm())
                && header.getKeyID() != null
                && header.getType() != null
                && TYPES.contains(header.getType().getType());
    }

    private boolean claimsAreOurs(JWTClaimsSet claims, Instant now) {
        return issuer.equals(claims.getIssuer())
                && claims.getAudience().contains(audience)
                && after(claims.getExpirationTime(), now)
                && !after(claims.getIssueTime(), now.plus(CLOCKS_DIFFER))
                && (claims.getNotBeforeTime() == null || !after(claims.getNotBeforeTime(), now.plus(CLOCKS_DIFFER)));
    }

    private static boolean after(java.util.@Nullable Date time, Instant now) {
        return time != null && time.toInstant().isAfter(now);
    }
}
