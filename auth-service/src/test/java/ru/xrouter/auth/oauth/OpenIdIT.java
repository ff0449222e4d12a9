package ru.xrouter.auth.oauth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.AccessTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** What an app learns about a person, checked by the client side of the protocol's library. */
@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class OpenIdIT {
    private static final String NONCE = "n-0S6_WzA2Mj";

    private final String email = "o" + UUID.randomUUID() + "@example.org";

    @Inject
    DataSource database;

    private static String code(App app, Browser person, Map<String, String> more) {
        var parameters = app.request();
        parameters.putAll(more);
        var answer = app.consent(person, App.query(parameters), Map.of("decision", "allow"));
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(303);
        return App.parameter(answer.header("location"), "code");
    }

    @Test
    void tellsTheAppWhoSignedInAndWhen() throws Exception {
        // Given
        var before = Instant.now().minusSeconds(1);
        var person = Browser.signedIn(email);
        var app = App.registered("none", "inference openid email");
        // When
        var answer = app.exchange(code(app, person, Map.of("scope", "openid email inference", "nonce", NONCE)));
        // Then
        String token = answer.path("access_token");
        var idToken = SignedJWT.parse(answer.path("id_token"));
        var keys = JWKSet.parse(given().get("/.well-known/jwks.json").asString());
        var claims = new IDTokenValidator(new Issuer(Browser.ORIGIN), new ClientID(app.id()), JWSAlgorithm.ES256, keys)
                .validate(idToken, new Nonce(NONCE));
        AccessTokenValidator.validate(
                new BearerAccessToken(token),
                JWSAlgorithm.ES256,
                new AccessTokenHash(claims.getAccessTokenHash().getValue()));
        assertThat(claims.getAuthenticationTime()).isBetween(before, Instant.now());
        assertThat(claims.getSubject().getValue())
                .isEqualTo(SignedJWT.parse(token).getJWTClaimsSet().getSubject());
        given().header("authorization", "Bearer " + token)
                .get("/userinfo")
                .then()
                .statusCode(200)
                .body("sub", equalTo(claims.getSubject().getValue()))
                .body("email", equalTo(email))
                .body("email_verified", equalTo(true));
        // An ID token is no access token, and does not look like one.
        assertThat(idToken.getHeader().getType().getType()).isEqualTo("JWT");
        given().header("authorization", "Bearer " + idToken.serialize())
                .get("/userinfo")
                .then()
                .statusCode(401);
    }

    @Test
    void tellsNothingThatWasNotAskedForByName() {
        // Given
        var person = Browser.signedIn(email);
        var app = App.registered("none", "inference openid email");
        // When
        var unasked = app.exchange(code(app, person, Map.of("scope", "", "nonce", NONCE)));
        var openIdAlone = app.exchange(code(app, person, Map.of("scope", "openid")));
        // Then
        unasked.then().body("id_token", nullValue()).body("scope", equalTo("inference"));
        given().header("authorization", "Bearer " + unasked.path("access_token"))
                .post("/userinfo")
                .then()
                .statusCode(403);
        given().header("authorization", "Bearer " + openIdAlone.path("access_token"))
                .post("/userinfo")
                .then()
                .statusCode(200)
                .body("email", nullValue());
        given().get("/userinfo").then().statusCode(401);
        given().header("authorization", "Bearer nonsense")
                .get("/userinfo")
                .then()
                .statusCode(401);
    }

    @Test
    void asksThePersonToSignInAgainWhenTheAppWantsThat() throws SQLException {
        // Given
        var person = Browser.signedIn(email);
        var app = App.registered("none", "openid");
        var parameters = app.request();
        parameters.put("scope", "openid");
        parameters.put("max_age", "3600");
        var query = App.query(parameters);
        parameters.put("prompt", "login");
        var login = App.query(parameters);
        assertThat(person.get("/authorize?" + query).statusCode()).isEqualTo(200);
        assertThat(person.get("/authorize?" + login).statusCode()).isEqualTo(200);
        // When
        try (var connection = database.getConnection();
                var update = connection.prepareStatement(
                        "update session set created_at = created_at - cast(? as interval) where user_id = (select user_id from person where email = ?)")) {
            update.setString(2, email);
            update.setString(1, "10 minutes");
            update.executeUpdate();
            var consent = person.get("/authorize?" + query).asString();
            assertThat(person.get("/authorize?" + login).header("location")).startsWith("/sign-in?return_to=");
            update.setString(1, "2 hours");
            update.executeUpdate();
            // Nor on a page that was left open.
            var form = Map.of(
                    "query", query, "user", App.userOn(consent), "decision", "allow", "cap", "", "period", "month");
            assertThat(person.post("/authorize", form).header("location")).startsWith("/sign-in?return_to=");
        }
        // Then
        assertThat(person.get("/authorize?" + query).header("location")).startsWith("/sign-in?return_to=");
        assertThat(person.signIn(email, "correct horse battery").statusCode()).isEqualTo(303);
        assertThat(person.get("/authorize?" + query).statusCode()).isEqualTo(200);
    }

    @Test
    void describesItself() throws Exception {
        var metadata = OIDCProviderMetadata.parse(
                given().get("/.well-known/openid-configuration").asString());
        assertThat(metadata.getIDTokenJWSAlgs()).containsExactly(JWSAlgorithm.ES256);
        assertThat(metadata.getUserInfoEndpointURI()).hasToString(Browser.ORIGIN + "/userinfo");
        assertThat(metadata.getScopes().toStringList()).contains("openid", "inference");
        given().get("/.well-known/oauth-authorization-server")
                .then()
                .body("scopes_supported", hasItems("openid", "keys:manage"))
                .body("device_authorization_endpoint", equalTo(Browser.ORIGIN + "/device_authorization"))
                .body("pushed_authorization_request_endpoint", equalTo(Browser.ORIGIN + "/par"))
                .body("registration_endpoint", not(nullValue()));
    }
}
