package ru.xrouter.yandexgpt.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** The JWT by which a service account asks for an IAM token: PS256, exactly this audience, at most an hour long. */
final class JwtAssertion {
    private static final String AUDIENCE = "https://iam.api.cloud.yandex.net/iam/v1/tokens";
    private static final Duration LIFETIME = Duration.ofHours(1);

    private JwtAssertion() {}

    static String signed(AuthorizedKey key, Instant now) {
        var header = new JWSHeader.Builder(JWSAlgorithm.PS256)
                .type(JOSEObjectType.JWT)
                .keyID(key.id())
                .build();
        var claims = new JWTClaimsSet.Builder()
                .issuer(key.serviceAccountId())
                .audience(AUDIENCE)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .build();
        try {
            var jwt = new SignedJWT(header, claims);
            jwt.sign(new RSASSASigner(key.privateKey()));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("The authorized key %s cannot sign.".formatted(key.id()), e);
        }
    }
}
