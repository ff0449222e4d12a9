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
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
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
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.testing.Sql;

/** What an app learns about a person, checked by the client side of the protocol's library. */
@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class OpenIdIT {
    private static final Pattern QUERY = Pattern.compile("name=\"query\" value=\"([^\"]+)\"");
    private static final String NONCE = "n-0S6_WzA2Mj";

    private final String email = "o" + UUID.randomUUID() + "@example.org";

    @Inject
    DataSource database;

    @Inject
    FreshSignIn fresh;

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
    void asksAPersonForSomething() {
        // Given
        var person = Browser.signedIn(email);
        var app = App.registered("none", "openid email");
        var parameters = app.request();
        parameters.remove("scope");
        // Then
        assertThat(person.get("/authorize?" + App.query(parameters)).header("location"))
                .contains("error=invalid_scope");
    }

    /** The session of the person began so much earlier. */
    private void signedInEarlier(String by) throws SQLException {
        Sql.change(
                database,
                "update session set created_at = created_at - cast(? as interval) where user_id = (select user_id from person where email = ?)",
                by,
                email);
    }

    private static String query(App app, String name, String value) {
        var parameters = app.request();
        parameters.put("scope", "openid");
        parameters.put(name, value);
        return App.query(parameters);
    }

    /** Where the person has to sign in, for this request. */
    private static String signInFor(Browser person, String query) {
        var answer = person.get("/authorize?" + query);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(303);
        assertThat(answer.header("location")).startsWith("/sign-in?return_to=");
        return App.parameter(answer.header("location"), "return_to");
    }

    private static Map<String, String> allowed(String page) {
        var query = QUERY.matcher(page);
        assertThat(query.find()).as(page).isTrue();
        return Map.of("query", query.group(1).replace("&amp;", "&"), "user", App.userOn(page), "decision", "allow");
    }

    private String signIn(Browser person, String back) {
        var answer =
                person.post("/sign-in", Map.of("email", email, "password", "correct horse battery", "return_to", back));
        assertThat(answer.header("location")).isEqualTo(back);
        return back;
    }

    @ParameterizedTest
    @CsvSource({"prompt, login", "max_age, 0"})
    void asksForASignInThatIsForTheRequest(String name, String value) throws Exception {
        // Given
        var person = Browser.signedIn(email);
        var app = App.registered("none", "openid");
        var query = query(app, name, value);
        var before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        // When
        var back = signInFor(person, query);
        signInFor(person, back.substring("/authorize?".length()));
        signIn(person, back);
        var page = person.get(back);
        // Then
        assertThat(page.statusCode()).as("no second sign-in").isEqualTo(200);
        var answer = person.post("/authorize", allowed(page.asString()));
        assertThat(answer.header("location")).contains("code=");
        var code = App.parameter(answer.header("location"), "code");
        var idToken = SignedJWT.parse(app.exchange(code).path("id_token"));
        assertThat(idToken.getJWTClaimsSet().getDateClaim("auth_time").toInstant())
                .isAfterOrEqualTo(before);
    }

    @Test
    void takesASignInForOneRequestForNoOther() throws SQLException {
        // Given
        var person = Browser.signedIn(email);
        var app = App.registered("none", "openid");
        var back = signIn(person, signInFor(person, query(app, "prompt", "login")));
        var page = person.get(back).asString();
        // Then
        var other = back.replace("state=st+ate", "state=another");
        assertThat(other).isNotEqualTo(back);
        signInFor(person, other.substring("/authorize?".length()));
        signInFor(person, query(app, "prompt", "login"));
        signInFor(person, query(app, "prompt", "login") + "&xrouter_began=AAAA");
        assertThat(person.get(back).statusCode()).isEqualTo(200);
        var forged = new HashMap<>(allowed(page));
        forged.put("query", query(app, "prompt", "login"));
        assertThat(person.post("/authorize", forged).header("location")).startsWith("/sign-in?return_to=");
        signedInEarlier("11 minutes");
        assertThat(person.post("/authorize", allowed(page)).header("location")).startsWith("/sign-in?return_to=");
    }

    @Test
    void asksThePersonToSignInAgainWhenThatWasTooLongAgo() throws SQLException {
        // Given
        var person = Browser.signedIn(email);
        var query = query(App.registered("none", "openid"), "max_age", "40");
        var consent = person.get("/authorize?" + query);
        assertThat(consent.statusCode()).isEqualTo(200);
        // When
        signedInEarlier("41 seconds");
        // Then
        var back = signInFor(person, query);
        assertThat(person.post("/authorize", allowed(consent.asString())).header("location"))
                .startsWith("/sign-in?return_to=");
        assertThat(person.get("/authorize?" + query + "&prompt=none").header("location"))
                .contains("error=login_required");
        assertThat(person.get(signIn(person, back)).statusCode()).isEqualTo(200);
        assertThat(person.get("/authorize?" + query).statusCode()).isEqualTo(200);
    }

    @Test
    void waitsTenMinutesForTheDecision() throws Exception {
        // Given
        var query = query(App.registered("none", "openid"), "prompt", "login");
        var request = AuthorizationRequest.parse(query);
        var began = Instant.parse("2026-11-27T10:00:00Z");
        var begun = fresh.beginning(request, query, began);
        // Then
        assertThat(fresh.goingOn(request, begun, began.plusSeconds(5))).isEqualTo(begun);
        var signedInAt = began.plusSeconds(5);
        assertThat(fresh.serves(request, begun, began.minusMillis(1), signedInAt))
                .isFalse();
        assertThat(fresh.serves(request, begun, signedInAt, signedInAt)).isTrue();
        assertThat(fresh.serves(request, begun, signedInAt, signedInAt.plusSeconds(599)))
                .isTrue();
        assertThat(fresh.serves(request, begun, signedInAt, signedInAt.plusSeconds(600)))
                .as("a page that was left open")
                .isFalse();
        var older = AuthorizationRequest.parse(query.replace("prompt=login", "max_age=40"));
        assertThat(fresh.serves(older, query, began.minusSeconds(40), began)).isTrue();
        assertThat(fresh.serves(older, query, began.minusSeconds(41), began)).isFalse();
    }

    /** What the person shows in a session is no sign-in. */
    @Test
    void tellsWhenThePersonSignedInThoughTheSessionIsAnother() throws Exception {
        // Given
        var person = Browser.signedIn(email);
        signedInEarlier("2 hours");
        var changed = person.post(
                "/account/security/password",
                Map.of("current", "correct horse battery", "password", "another horse battery"));
        assertThat(changed.statusCode()).isEqualTo(303);
        var app = App.registered("none", "openid");
        // When
        var answer = app.exchange(code(app, person, Map.of("scope", "openid")));
        // Then
        assertThat(SignedJWT.parse(answer.path("id_token"))
                        .getJWTClaimsSet()
                        .getDateClaim("auth_time")
                        .toInstant())
                .isBefore(Instant.now().minusSeconds(7000));
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
