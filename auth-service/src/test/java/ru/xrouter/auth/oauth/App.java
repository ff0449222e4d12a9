package ru.xrouter.auth.oauth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** An app that is registered, and its side of the protocol. */
record App(String id, String secret, String redirect, CodeVerifier verifier) {
    static final String REDIRECT = "https://app.example/callback";

    private static final Pattern USER = Pattern.compile("name=\"user\" value=\"([^\"]+)\"");

    static App registered(String authMethod, String scope) {
        var made = given().header("authorization", "Bearer local-service-token")
                .contentType(ContentType.JSON)
                .body("""
                        {"client_name": "Тест & Co", "token_endpoint_auth_method": "%s", "redirect_uris": ["%s", "http://127.0.0.1/cb"],
                         "scope": "%s"}""".formatted(authMethod, REDIRECT, scope))
                .post("/internal/oauth-clients")
                .then()
                .statusCode(201)
                .extract();
        var secret = made.<String>path("client_secret");
        return new App(made.path("client_id"), secret == null ? "" : secret, REDIRECT, new CodeVerifier());
    }

    static App registered() {
        return registered("none", "inference usage:read");
    }

    Map<String, String> request() {
        var parameters = new HashMap<String, String>();
        parameters.put("response_type", "code");
        parameters.put("client_id", id);
        parameters.put("redirect_uri", redirect);
        parameters.put("scope", "inference");
        parameters.put("state", "st ate");
        parameters.put(
                "code_challenge",
                CodeChallenge.compute(CodeChallengeMethod.S256, verifier).getValue());
        parameters.put("code_challenge_method", "S256");
        return parameters;
    }

    static String query(Map<String, String> parameters) {
        var query = new StringBuilder();
        parameters.forEach((name, value) -> query.append(query.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(Browser.encoded(value)));
        return query.toString();
    }

    /** The person's answer to the consent page. */
    Response consent(Browser person, String query, Map<String, String> answer) {
        var page = person.get("/authorize?" + query);
        assertThat(page.statusCode()).as(page.asString()).isEqualTo(200);
        var form = new HashMap<>(answer);
        form.put("query", query);
        form.put("user", userOn(page.asString()));
        return person.post("/authorize", form);
    }

    /** For whom a consent page was made. */
    static String userOn(String page) {
        var user = USER.matcher(page);
        assertThat(user.find()).isTrue();
        return user.group(1);
    }

    /** A code that the person allowed. */
    String code(Browser person) {
        var answer = consent(person, query(request()), Map.of("decision", "allow"));
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(303);
        return parameter(answer.header("location"), "code");
    }

    static String parameter(String uri, String name) {
        for (var pair : URI.create(uri).getRawQuery().split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return java.net.URLDecoder.decode(
                        pair.substring(name.length() + 1), java.nio.charset.StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    Response exchange(String code) {
        return exchange(Map.of("code", code));
    }

    /** The exchange with some parameters replaced; an empty value leaves one out. */
    Response exchange(Map<String, String> replaced) {
        var form = new HashMap<String, String>();
        form.put("grant_type", "authorization_code");
        form.put("redirect_uri", redirect);
        form.put("code_verifier", verifier.getValue());
        if (secret.isEmpty()) {
            form.put("client_id", id);
        }
        form.putAll(replaced);
        form.values().removeIf(String::isEmpty);
        return post("/token", form);
    }

    Response post(String path, Map<String, String> form) {
        var call = given().contentType("application/x-www-form-urlencoded").formParams(form);
        return secret.isEmpty()
                ? call.post(path)
                : call.auth().preemptive().basic(id, secret).post(path);
    }

    String token(Browser person) {
        var answer = exchange(code(person));
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.path("access_token");
    }

    App withVerifier(CodeVerifier other) {
        return new App(id, secret, redirect, other);
    }

    /** The id in an access token. */
    static String jti(String token) throws ParseException {
        return SignedJWT.parse(token).getJWTClaimsSet().getJWTID();
    }

    /** Asks who stands behind a token, as the gateway does. */
    static ValidatableResponse lookUp(String jti) {
        return given().header("authorization", "Bearer local-service-token")
                .contentType(ContentType.JSON)
                .body("{\"jti\": \"%s\"}".formatted(jti))
                .post("/internal/access-tokens/lookup")
                .then();
    }
}
