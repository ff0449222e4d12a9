package ru.xrouter.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every way in which a token may be not ours. */
class TokenCheckTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final ECKey KEY = key("k1");
    private static final ECKey OTHER = key("k1");

    private final TokenCheck check = new TokenCheck("https://id.example", "xrouter");

    @Test
    void takesATokenOfOurs() throws JOSEException {
        assertThat(jti(signed(header(), claims().build(), new ECDSASigner(KEY))))
                .contains("tok-1");
    }

    @Test
    void refusesAnotherKeysSignature() throws JOSEException {
        assertThat(jti(signed(header(), claims().build(), new ECDSASigner(OTHER))))
                .isEmpty();
    }

    @Test
    void refusesAKeyThatIsNotKnown() throws JOSEException {
        var header = new JWSHeader.Builder(header()).keyID("k2").build();
        assertThat(jti(signed(header, claims().build(), new ECDSASigner(KEY)))).isEmpty();
    }

    @Test
    void refusesAlgNone() {
        assertThat(jti(new PlainJWT(claims().build()).serialize())).isEmpty();
    }

    @Test
    void refusesAPublicKeyUsedAsASharedSecret() throws JOSEException {
        var secret = KEY.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID("k1")
                .build();
        assertThat(jti(signed(header, claims().build(), new MACSigner(secret)))).isEmpty();
    }

    @Test
    void refusesATokenOfAnotherKind() throws JOSEException {
        var plain = new JWSHeader.Builder(header()).type(JOSEObjectType.JWT).build();
        var untyped = new JWSHeader.Builder(header()).type(null).build();
        assertThat(jti(signed(plain, claims().build(), new ECDSASigner(KEY)))).isEmpty();
        assertThat(jti(signed(untyped, claims().build(), new ECDSASigner(KEY)))).isEmpty();
    }

    @Test
    void refusesAHeaderThatBringsItsOwnKeyOrConditions() throws JOSEException {
        var own = new JWSHeader.Builder(header()).jwk(OTHER.toPublicJWK()).build();
        assertThat(jti(signed(own, claims().build(), new ECDSASigner(OTHER)))).isEmpty();
        var critical = new JWSHeader.Builder(header())
                .criticalParams(Set.of("x"))
                .customParams(Map.of("x", true))
                .build();
        assertThat(jti(signed(critical, claims().build(), new ECDSASigner(KEY))))
                .isEmpty();
    }

    @Test
    void refusesForeignExpiredAndFutureClaims() throws JOSEException {
        assertRefused(claims().issuer("https://evil.example"));
        assertRefused(claims().issuer("https://id.example/"));
        assertRefused(claims().issuer(null));
        assertRefused(claims().audience("other"));
        assertRefused(claims().audience((String) null));
        assertRefused(claims().expirationTime(Date.from(NOW)));
        assertRefused(claims().expirationTime(null));
        assertRefused(claims().issueTime(Date.from(NOW.plusSeconds(120))));
        assertRefused(claims().notBeforeTime(Date.from(NOW.plusSeconds(120))));
        assertRefused(claims().jwtID(null));
    }

    private void assertRefused(JWTClaimsSet.Builder claims) throws JOSEException {
        assertThat(jti(signed(header(), claims.build(), new ECDSASigner(KEY)))).isEmpty();
    }

    private Optional<String> jti(String token) {
        return TokenCheck.read(token).flatMap(jwt -> check.jti(jwt, verifiers(), NOW));
    }

    private static Map<String, ECDSAVerifier> verifiers() {
        try {
            return Map.of("k1", new ECDSAVerifier(KEY));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) throws JOSEException {
        var jwt = new SignedJWT(header, claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    private static JWSHeader header() {
        return new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID("k1")
                .build();
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("https://id.example")
                .audience("xrouter")
                .issueTime(Date.from(NOW.minusSeconds(5)))
                .expirationTime(Date.from(NOW.plusSeconds(5)))
                .jwtID("tok-1");
    }

    private static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
