package ru.xrouter.auth.oauth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.auth.apikey.Operator;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** Operators read in one place who did what, when and from where, and nobody else does. */
@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class AuditEventsIT {
    private static final String EVENTS = "/internal/audit-events";
    private static final String HERE = "127.0.0.1";
    private static final String PASSWORD = "correct horse battery";
    private static final String FACTOR = "/account/security/second-factor";

    private final String email = "a" + UUID.randomUUID() + "@example.org";

    /** An event without its time: act, e-mail, through what, about what, from where. */
    private record Seen(
            String act,
            @Nullable String who,
            @Nullable String via,
            @Nullable String subject,
            @Nullable String address) {
        static Seen operators(String act, @Nullable String subject) {
            return new Seen(act, null, "operator", subject, HERE);
        }
    }

    private Seen mine(String act, @Nullable String subject) {
        return new Seen(act, email, null, subject, HERE);
    }

    private static List<Seen> seen(String name, String value) {
        var found = Operator.call()
                .queryParam(name, value)
                .queryParam("limit", 200)
                .get(EVENTS)
                .then()
                .statusCode(200)
                .extract()
                .<List<Map<String, String>>>path("data");
        assertThat(found).allSatisfy(event -> assertThat(event.get("at")).isNotBlank());
        return found.stream()
                .map(event -> new Seen(
                        String.valueOf(event.get("act")),
                        event.get("who"),
                        event.get("via"),
                        event.get("subject"),
                        event.get("address")))
                .toList();
    }

    @Test
    void tellOfWhatAPersonDid() {
        // Given
        var person = Browser.signedIn(email);
        var security = person.get("/account/security").asString();
        var session = security.replaceAll("(?s).*name=\"session\" value=\"([^\"]+)\".*", "$1");
        // When
        person.post("/account/security/password", Map.of("current", "wrong", "password", "another long one"));
        person.post(FACTOR, Map.of("current", PASSWORD));
        person.post(FACTOR + "/confirm", Map.of("code", "000000"));
        new Browser().signIn(email, "not the password");
        person.post("/account/security/end-session", Map.of("session", "ses-of-nobody"));
        person.post("/account/security/end-session", Map.of("session", session));
        // Then
        assertThat(seen("user", email))
                .containsExactly(
                        mine("ended_session", session),
                        mine("wrong_password", null),
                        mine("wrong_code", null),
                        mine("wrong_password", null),
                        mine("signed_in", null),
                        mine("confirmed_email", null),
                        mine("created_account", null),
                        mine("signed_up", null));
        var again = new Browser();
        again.signIn(email, PASSWORD);
        assertThat(again.get("/account/audit").asString())
                .contains("ended a session", "gave a wrong password", "gave a wrong second factor", "made");
        assertThat(again.reading("ru").get("/account/audit").asString())
                .contains("сеанс завершён", "неверный пароль", "неверный второй фактор", "создан аккаунт");
    }

    @Test
    void tellOfAWrongPasswordOfASignUpAndOfNobodys() {
        // Given
        new Browser().signUp(email, PASSWORD);
        var link = Browser.mailedToken(email);
        // When
        new Browser().confirm(link, "not the password");
        var before = seen("act", "wrong_password").stream()
                .filter(event -> event.who() == null)
                .count();
        new Browser().signIn("nobody-" + email, PASSWORD);
        // Then
        assertThat(seen("user", email)).contains(mine("wrong_password", null));
        assertThat(seen("act", "wrong_password").stream().filter(event -> event.who() == null))
                .hasSizeGreaterThan((int) before)
                .contains(new Seen("wrong_password", null, null, null, HERE));
    }

    @Test
    void tellOfADeviceThatWasRefused() {
        // Given
        var person = Browser.signedIn(email);
        String client = registered("""
                {"client_name": "Консоль", "scope": "inference",
                 "grant_types": ["urn:ietf:params:oauth:grant-type:device_code"]}""").path("client_id");
        String code = given().contentType("application/x-www-form-urlencoded")
                .formParams(Map.of("client_id", client, "scope", "inference"))
                .post("/device_authorization")
                .path("user_code");
        var page = person.post("/device", Map.of("user_code", code)).asString();
        // When
        person.post("/device/decision", Map.of("user_code", code, "user", App.userOn(page), "decision", "deny"));
        // Then
        assertThat(seen("user", email)).contains(mine("denied_device", client));
        assertThat(person.get("/account/audit").asString()).contains("refused a device");
    }

    @Test
    void tellOfAnAppThatWasRefused() {
        // Given
        var person = Browser.signedIn(email);
        var app = App.registered();
        var query = App.query(app.request());
        var page = person.get("/authorize?" + query).asString();
        var keyQuery = "callback_url=https%3A%2F%2Fchat.example%2F&code_challenge_method=S256&code_challenge="
                + "a".repeat(43);
        var keyPage = person.get("/auth?" + keyQuery).asString();
        // When
        person.post("/authorize", Map.of("query", query, "user", App.userOn(page), "decision", "deny"));
        person.post("/auth", Map.of("query", keyQuery, "user", App.userOn(keyPage), "decision", "deny"));
        // Then
        assertThat(seen("user", email)).contains(mine("denied_app", app.id()), mine("denied_app", "chat.example"));
    }

    @Test
    void tellOfWhatOperatorsDid() {
        // Given
        var tier = "t" + UUID.randomUUID();
        // When
        var account = Operator.newAccount();
        Operator.call()
                .body("{\"requests_per_minute\": 7, \"models\": {\"gigachat/GigaChat-2\": {\"concurrency\": 1}}}")
                .put("/internal/accounts/{id}/limits", account);
        Operator.call().put("/internal/accounts/{id}/limits", account);
        Operator.call().body("{}").put("/internal/accounts/acct-unknown/limits");
        Operator.call().body("{\"requests_per_minute\": 5, \"concurrency\": 2}").put("/internal/tiers/{name}", tier);
        Operator.call().post("/internal/accounts/{id}/close", account);
        Operator.call().post("/internal/envelope/reseal");
        // Then
        assertThat(seen("account", account))
                .containsExactly(
                        Seen.operators("closed_account", null),
                        Seen.operators("changed_limits", "requests_per_minute=7, models=1"),
                        Seen.operators("created_account", "Ромашка"));
        assertThat(seen("account", "acct-unknown")).isEmpty();
        assertThat(seen("act", "changed_tier"))
                .contains(Seen.operators("changed_tier", tier + ": requests_per_minute=5, concurrency=2"));
        assertThat(seen("act", "resealed_secrets").getFirst().subject()).contains("signing_keys=");
        assertThat(seen("act", "resealed_secrets").getFirst().address()).isEqualTo(HERE);
    }

    @Test
    void tellOfAnAppOfTheOperatorsToWhoeverLetItIn() {
        // Given
        var person = Browser.signedIn(email);
        var app = App.registered();
        var token = app.token(person);
        assertThat(token).isNotEmpty();
        // When
        Operator.call().delete("/internal/oauth-clients/{id}", app.id()).then().statusCode(204);
        // Then
        assertThat(seen("act", "registered_app")).contains(Seen.operators("registered_app", app.id() + " (Тест & Co)"));
        assertThat(seen("act", "client_disabled")).contains(Seen.operators("client_disabled", app.id()));
        assertThat(seen("user", email).getFirst())
                .extracting(Seen::act, Seen::via, Seen::address)
                .containsExactly("client_disabled", "operator", HERE);
        assertThat(person.get("/account/audit").asString())
                .contains("an app was disabled by the operator", "an operator of XRouter");
    }

    @Test
    void tellOfAnAppThatRegisteredItselfToWhoeverLetItIn() {
        // Given
        var person = Browser.signedIn(email);
        var made = given().contentType(ContentType.JSON)
                .body("""
                        {"client_name": "Дзета", "redirect_uris": ["%s"], "token_endpoint_auth_method": "none",
                         "scope": "inference"}""".formatted(App.REDIRECT))
                .post("/register")
                .then()
                .statusCode(201)
                .extract();
        String id = made.path("client_id");
        var token = "Bearer " + made.path("registration_access_token");
        new App(id, "", App.REDIRECT, new CodeVerifier()).token(person);
        // When
        given().header("authorization", token)
                .contentType(ContentType.JSON)
                .body("""
                        {"client_id": "%s", "client_name": "Дзета 2", "redirect_uris": ["%s"],
                         "token_endpoint_auth_method": "none", "scope": "inference"}""".formatted(id, App.REDIRECT))
                .put("/register/{id}", id)
                .then()
                .statusCode(200);
        given().header("authorization", token)
                .delete("/register/{id}", id)
                .then()
                .statusCode(204);
        // Then
        assertThat(seen("act", "app_registered_itself"))
                .contains(new Seen("app_registered_itself", null, id, "Дзета", HERE));
        assertThat(seen("act", "changed_app")).contains(new Seen("changed_app", null, id, "Дзета 2", HERE));
        assertThat(seen("act", "removed_app")).contains(new Seen("removed_app", null, id, id, HERE));
        assertThat(person.get("/account/audit").asString())
                .contains("an app registered itself", "an app changed what it says of itself", "an app removed itself");
        assertThat(Browser.newPerson().get("/account/audit").asString()).doesNotContain(id);
    }

    @Test
    void comeInPagesAndByTimeToo() {
        // Given
        var account = Operator.newAccount();
        Operator.call().body("{}").put("/internal/accounts/{id}/limits", account);
        Stream.of("close", "reopen").forEach(act -> Operator.call().post("/internal/accounts/{id}/" + act, account));
        // When
        var first = page(Map.of("account", account, "limit", "3"));
        var last = page(Map.of("account", account, "limit", "3", "before", first.path("next")));
        // Then
        assertThat(first.<List<String>>path("data.act"))
                .containsExactly("reopened_account", "closed_account", "changed_limits");
        assertThat(first.<List<String>>path("data.account_id")).containsOnly(account);
        assertThat(last.<List<String>>path("data.act")).containsExactly("created_account");
        assertThat(last.<String>path("next")).isNull();
        var since = first.<String>path("data[1].at");
        assertThat(page(Map.of("account", account, "since", since)).<List<String>>path("data.act"))
                .containsExactly("reopened_account", "closed_account");
        Operator.call()
                .queryParams(Map.of("account", account, "act", "closed_account"))
                .get(EVENTS)
                .then()
                .body("data", hasSize(1))
                .body("next", nullValue());
    }

    private static ExtractableResponse<Response> page(Map<String, String> search) {
        return Operator.call()
                .queryParams(search)
                .get(EVENTS)
                .then()
                .statusCode(200)
                .extract();
    }

    @ParameterizedTest
    @CsvSource({"act, drank_tea", "since, yesterday", "limit, 0", "limit, 201", "limit, many"})
    void refuseASearchThatCannotBeMeant(String name, String value) {
        Operator.call()
                .queryParam(name, value)
                .get(EVENTS)
                .then()
                .statusCode(400)
                .body("error.param", equalTo(name));
    }

    @Test
    void areReadByNobodyButOperators() {
        // Given
        var owner = Browser.signedIn(email);
        var key = owner.post("/account/keys", Map.of("name", "k", "scopes", "inference"))
                .asString()
                .replaceAll("(?s).*>(xr-[A-Za-z0-9]+)<.*", "$1");
        assertThat(key).startsWith("xr-");
        var token = App.registered().token(owner);
        // Then
        assertThat(owner.get(EVENTS).statusCode()).isEqualTo(401);
        for (var secret : List.of(key, token, "another-service-token")) {
            given().header("authorization", "Bearer " + secret)
                    .get(EVENTS)
                    .then()
                    .statusCode(401)
                    .body("data", nullValue());
        }
    }

    private static ExtractableResponse<Response> registered(String client) {
        return Operator.call()
                .body(client)
                .post("/internal/oauth-clients")
                .then()
                .statusCode(201)
                .extract();
    }
}
