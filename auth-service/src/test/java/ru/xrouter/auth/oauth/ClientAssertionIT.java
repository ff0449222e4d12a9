package ru.xrouter.auth.oauth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** Apps that prove who they are with a key of theirs. */
@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class ClientAssertionIT {
    private static final ECKey KEY = key();

    @Test
    void believesAnAssertionOnce() throws JOSEException {
        // Given
        var app = registered();
        var assertion = signed(KEY, claims(app.id()).build());
        var person = AuthorizationIT.newPerson();
        // Then
        assertThat(exchange(app, app.code(person), assertion)).isEqualTo(200);
        assertThat(exchange(app, app.code(person), assertion)).isEqualTo(401);
    }

    @Test
    void believesNoOther() throws JOSEException {
        // Given
        var app = registered();
        var code = app.code(AuthorizationIT.newPerson());
        // Then
        for (var wrong : List.of(
                signed(key(), claims(app.id()).build()),
                signed(KEY, claims(app.id()).audience("https://other.example").build()),
                signed(
                        KEY,
                        claims(app.id())
                                .expirationTime(Date.from(Instant.now().minusSeconds(300)))
                                .build()),
                signed(
                        KEY,
                        claims(app.id())
                                .expirationTime(Date.from(Instant.now().plusSeconds(7200)))
                                .build()),
                signed(KEY, claims(app.id()).jwtID(null).build()),
                signed(KEY, claims(app.id()).issuer("app-other").build()))) {
            assertThat(exchange(app, code, wrong)).isIn(400, 401);
        }
        assertThat(app.exchange(code).statusCode()).isEqualTo(401);
        assertThat(exchange(app, code, signed(KEY, claims(app.id()).build()))).isEqualTo(200);
    }

    @Test
    void remembersNothingThatAStrangerSigned() throws JOSEException {
        // Given
        var app = registered();
        var code = app.code(AuthorizationIT.newPerson());
        var claims = claims(app.id()).build();
        // Then
        assertThat(exchange(app, code, signed(key(), claims))).isEqualTo(401);
        assertThat(exchange(app, code, signed(KEY, claims))).isEqualTo(200);
    }

    private static int exchange(App app, String code, String assertion) {
        return app.exchange(Map.of(
                        "code",
                        code,
                        "client_assertion_type",
                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                        "client_assertion",
                        assertion))
                .statusCode();
    }

    private static App registered() {
        var body = Map.of(
                "client_name",
                "Signing app",
                "token_endpoint_auth_method",
                "private_key_jwt",
                "redirect_uris",
                List.of(App.REDIRECT),
                "scope",
                "inference",
                "jwks",
                new JWKSet(KEY.toPublicJWK()).toString());
        var id = given().header("authorization", "Bearer local-service-token")
                .contentType(ContentType.JSON)
                .body(body)
                .post("/internal/oauth-clients")
                .then()
                .statusCode(201)
                .extract()
                .<String>path("client_id");
        return new App(id, "", App.REDIRECT, new CodeVerifier());
    }

    private static JWTClaimsSet.Builder claims(String clientId) {
        return new JWTClaimsSet.Builder()
                .issuer(clientId)
                .subject(clientId)
                .audience(Browser.ORIGIN)
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .jwtID(UUID.randomUUID().toString());
    }

    private static String signed(ECKey key, JWTClaimsSet claims) throws JOSEException {
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("app-key").build(), claims);
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("app-key").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
