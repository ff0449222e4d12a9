package ru.xrouter.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gateway.testing.GatewayClient.anonymous;
import static ru.xrouter.gateway.testing.GatewayClient.chat;
import static ru.xrouter.gateway.testing.GatewayClient.json;
import static ru.xrouter.gateway.testing.GatewayClient.post;
import static ru.xrouter.gateway.testing.GatewayClient.request;
import static ru.xrouter.gateway.testing.GatewayClient.send;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import ru.xrouter.api.access.Scope;
import ru.xrouter.gateway.exchange.Endpoint;
import ru.xrouter.gateway.testing.FakeAuth;
import ru.xrouter.gateway.testing.Peers;
import ru.xrouter.gateway.testing.PeersResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** What a key may do: every endpoint from both sides. */
@QuarkusTest
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(PeersResource.class)
class PermissionIT {
    private static final String CHAT =
            "{\"model\":\"plain\",\"messages\":[{\"role\":\"user\",\"content\":\"привет\"}]}";

    /** An endpoint that is missing here fails the test below. */
    private static final Map<Endpoint, String> PATHS = new EnumMap<>(Map.ofEntries(
            Map.entry(Endpoint.CHAT_COMPLETIONS, "/v1/chat/completions"),
            Map.entry(Endpoint.COMPLETIONS, "/v1/completions"),
            Map.entry(Endpoint.EMBEDDINGS, "/v1/embeddings"),
            Map.entry(Endpoint.TOKENIZE, "/v1/tokenize"),
            Map.entry(Endpoint.MODELS, "/v1/models"),
            Map.entry(Endpoint.MODEL, "/v1/models/a/b"),
            Map.entry(Endpoint.PROVIDERS_STATUS, "/v1/providers/status"),
            Map.entry(Endpoint.GENERATION, "/v1/generation?id=gen-1"),
            Map.entry(Endpoint.CREDITS, "/v1/credits"),
            Map.entry(Endpoint.KEY, "/v1/key"),
            Map.entry(Endpoint.USAGE, "/v1/usage"),
            Map.entry(Endpoint.STATEMENT, "/v1/statements/2026-11"),
            Map.entry(Endpoint.AUTH_KEYS, "/v1/auth/keys"),
            Map.entry(Endpoint.KEYS, "/v1/keys"),
            Map.entry(Endpoint.KEYS_ONE, "/v1/keys/key-1"),
            Map.entry(Endpoint.KEYS_ROTATE, "/v1/keys/key-1/rotate"),
            Map.entry(Endpoint.PROVIDER_CREDENTIALS, "/v1/provider-credentials"),
            Map.entry(Endpoint.PROVIDER_CREDENTIALS_ONE, "/v1/provider-credentials/gigachat"),
            Map.entry(Endpoint.PROVIDER_CREDENTIALS_VALIDATE, "/v1/provider-credentials/gigachat/validate")));

    private static final Map<Endpoint, Scope> NEEDED = Map.ofEntries(
            Map.entry(Endpoint.CHAT_COMPLETIONS, Scope.INFERENCE),
            Map.entry(Endpoint.COMPLETIONS, Scope.INFERENCE),
            Map.entry(Endpoint.EMBEDDINGS, Scope.INFERENCE),
            Map.entry(Endpoint.TOKENIZE, Scope.INFERENCE),
            Map.entry(Endpoint.GENERATION, Scope.USAGE_READ),
            Map.entry(Endpoint.CREDITS, Scope.USAGE_READ),
            Map.entry(Endpoint.USAGE, Scope.USAGE_READ),
            Map.entry(Endpoint.STATEMENT, Scope.USAGE_READ),
            Map.entry(Endpoint.KEYS, Scope.KEYS_MANAGE),
            Map.entry(Endpoint.KEYS_ONE, Scope.KEYS_MANAGE),
            Map.entry(Endpoint.KEYS_ROTATE, Scope.KEYS_MANAGE),
            Map.entry(Endpoint.PROVIDER_CREDENTIALS, Scope.KEYS_MANAGE),
            Map.entry(Endpoint.PROVIDER_CREDENTIALS_ONE, Scope.KEYS_MANAGE),
            Map.entry(Endpoint.PROVIDER_CREDENTIALS_VALIDATE, Scope.KEYS_MANAGE));

    @BeforeEach
    void start() {
        Peers.start();
    }

    @ParameterizedTest
    @EnumSource(value = Endpoint.class, mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
    void letsOnlyKeysWithTheScopeIn(Endpoint endpoint) {
        var path = Objects.requireNonNull(PATHS.get(endpoint), "an endpoint without a test");
        for (var method : endpoint.allow().split(", ", -1)) {
            for (var scope : Scope.values()) {
                // Given
                var key = Peers.auth().newKey(List.of(scope.wireName()));
                // When
                var response = call(key, method, path);
                // Then
                var needed = NEEDED.get(endpoint);
                if (needed == null || needed == scope) {
                    assertThat(response.statusCode())
                            .as("%s %s with %s", method, path, scope)
                            .isNotIn(401, 403);
                } else {
                    assertThat(response.statusCode())
                            .as("%s %s with %s", method, path, scope)
                            .isEqualTo(403);
                    assertThat(response.headers().firstValue("www-authenticate"))
                            .contains("Bearer error=\"insufficient_scope\", scope=\"" + needed.wireName() + "\"");
                    assertThat(response.headers().firstValue("x-request-id")).isPresent();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Endpoint.class, mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
    void letsNobodyInWithoutAKeyButThoseWhoComeForOne(Endpoint endpoint) {
        var path = Objects.requireNonNull(PATHS.get(endpoint), "an endpoint without a test");
        for (var method : endpoint.allow().split(", ", -1)) {
            // When
            var response = send(
                    anonymous(path).header("content-type", "application/json").method(method, body(method)));
            // Then
            assertThat(response.statusCode())
                    .as("%s %s", method, path)
                    .isEqualTo(endpoint == Endpoint.AUTH_KEYS ? 200 : 401);
        }
    }

    @Test
    void letsAKeyAskOnlyForItsModels() {
        // Given
        var key = Peers.auth()
                .newKey(identity -> identity.getJsonObject("access").put("models", new JsonArray(List.of("plain"))));
        // Then
        assertThat(chat(key, "plain").statusCode()).isEqualTo(200);
        assertRefused(chat(key, "other"), "model_not_allowed");
        assertRefused(
                post(key, CHAT.replace("\"messages\"", "\"models\":[\"other\"],\"messages\"")), "model_not_allowed");
        assertRefused(post(key, CHAT.replace("\"messages\"", "\"model\":\"other\",\"messages\"")), "model_not_allowed");
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.0/8, 200", "10.0.0.0/8, 403"})
    void letsAKeyBeUsedFromItsAddressesAlone(String network, int status) {
        // Given
        var key = Peers.auth()
                .newKey(identity -> identity.getJsonObject("access").put("addresses", new JsonArray(List.of(network))));
        // When
        var forged = send(request("/v1/models", key)
                .header("x-forwarded-for", status == 200 ? "8.8.8.8" : "10.0.0.1")
                .GET());
        // Then: nobody here is a trusted proxy, so what the header says counts for nothing.
        assertThat(forged.statusCode()).isEqualTo(status);
    }

    @Test
    void tellsTheRouterTheCapAndTheApp() {
        // Given
        var key = Peers.auth().newKey(identity -> {
            identity.put("app", "app-1");
            identity.getJsonObject("spending_cap").put("day_micros", 5).put("lifetime_micros", 7);
        });
        // When
        chat(key, "plain");
        // Then
        assertThat(Peers.router().last().headers().get("x-xrouter-spending-cap"))
                .isEqualTo("day=5,lifetime=7");
        assertThat(Peers.router().last().headers().get("x-xrouter-app")).isEqualTo("app-1");
    }

    @Test
    void tellsTheRouterAloneTheAccountsOwnCredentials() {
        // Given
        var key = Peers.auth()
                .newKey(identity -> identity.put(
                        "own_credentials",
                        new JsonArray(List.of(
                                Map.of("provider", "gigachat", "credential", "c2VjcmV0", "allow_fallback", true)))));
        // When
        var answer = chat(key, "plain");
        // Then
        assertThat(Peers.router().last().headers().get("x-xrouter-own-credentials"))
                .isEqualTo("gigachat:1:c2VjcmV0");
        assertThat(answer.headers().map().toString() + answer.body()).doesNotContain("c2VjcmV0");
        chat(Peers.auth().newKey(), "plain");
        assertThat(Peers.router().last().headers()).doesNotContainKey("x-xrouter-own-credentials");
    }

    private static HttpResponse<String> call(FakeAuth.Key key, String method, String path) {
        return send(
                request(path, key).header("content-type", "application/json").method(method, body(method)));
    }

    private static BodyPublisher body(String method) {
        return method.equals("POST") || method.equals("PATCH") || method.equals("PUT")
                ? BodyPublishers.ofString(CHAT)
                : BodyPublishers.noBody();
    }

    private static void assertRefused(HttpResponse<String> response, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(403);
        assertThat(json(response).get("error").get("code").asText()).isEqualTo(code);
    }
}
