package ru.xrouter.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gateway.testing.GatewayClient.anonymous;
import static ru.xrouter.gateway.testing.GatewayClient.json;
import static ru.xrouter.gateway.testing.GatewayClient.request;
import static ru.xrouter.gateway.testing.GatewayClient.send;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.gateway.testing.Peers;
import ru.xrouter.gateway.testing.PeersResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

@QuarkusTest
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(PeersResource.class)
class KeysIT {
    @BeforeEach
    void start() {
        Peers.start();
    }

    @AfterEach
    void authIsBack() {
        Peers.auth().away(false);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/keys, ?include_revoked=false",
        "HEAD, /v1/keys, ?include_revoked=false",
        "GET, /api/v1/keys?offset=20&include_revoked=true, ?include_revoked=true&offset=20",
        "GET, /v1/keys?offset=1%26x=y, ?include_revoked=false",
        "POST, /v1/keys, ''",
        "GET, /v1/keys/key-0a, /key-0a",
        "PATCH, /v1/keys/key-0a, /key-0a",
        "DELETE, /v1/keys/key-0a, /key-0a",
        "POST, /v1/keys/key-0a/rotate, /key-0a/rotate",
    })
    void asksAuthForTheCallersOwnAccount(String method, String path, String rest) {
        asksAuth(method, path, "/api-keys" + rest);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/provider-credentials, ''",
        "GET, /api/v1/provider-credentials/gigachat, /gigachat",
        "PUT, /v1/provider-credentials/gigachat, /gigachat",
        "PATCH, /v1/provider-credentials/gigachat, /gigachat",
        "DELETE, /v1/provider-credentials/gigachat, /gigachat",
        "POST, /v1/provider-credentials/gigachat/validate, /gigachat/validate",
    })
    void asksAuthForTheAccountsOwnCredentials(String method, String path, String rest) {
        asksAuth(method, path, "/provider-credentials" + rest);
    }

    private static void asksAuth(String method, String path, String rest) {
        // Given
        var key = Peers.auth().newKey();
        var hasBody = method.equals("POST") || method.equals("PATCH") || method.equals("PUT");
        // When
        var response = send(request(path, key)
                .header("content-type", "application/json")
                .method(method, hasBody ? BodyPublishers.ofString("{\"name\":\"имя\"}") : BodyPublishers.noBody()));
        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-ratelimit-limit-requests")).isPresent();
        if (!method.equals("HEAD")) {
            var asked = json(response);
            assertThat(asked.get("method").asText()).isEqualTo(method);
            assertThat(asked.get("uri").asText()).isEqualTo("/internal/accounts/" + key.accountId() + rest);
            assertThat(asked.get("maker").asText()).isEqualTo(key.id());
            assertThat(asked.get("token").asText()).isEqualTo("Bearer local-service-token");
            assertThat(asked.get("body").asText()).isEqualTo(hasBody ? "{\"name\":\"имя\"}" : "");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "key-0a%2f..%2f..", "key-XYZ", "key-0a/extra", ""})
    void leadsToNoOtherPathOfAuth(String id) {
        // When
        var response = send(
                request("/v1/keys/" + id + "/rotate", Peers.auth().newKey()).POST(BodyPublishers.noBody()));
        // Then
        assertThat(response.statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "gigachat%2f..%2f..%2fapi-keys", "GigaChat", "gigachat/extra"})
    void leadsToNoOtherPathOfAuthByAProvider(String provider) {
        // When
        var response = send(
                request("/v1/provider-credentials/" + provider, Peers.auth().newKey())
                        .GET());
        // Then
        assertThat(response.statusCode()).isEqualTo(404);
    }

    @Test
    void takesACodeToAuthWithoutAKey() {
        // When
        var response = send(anonymous("/api/v1/auth/keys").POST(BodyPublishers.ofString("{\"code\":\"c\"}")));
        // Then
        var asked = json(response);
        assertThat(asked.get("method").asText()).isEqualTo("POST");
        assertThat(asked.get("uri").asText()).isEqualTo("/internal/auth-keys");
        assertThat(asked.get("body").asText()).isEqualTo("{\"code\":\"c\"}");
        assertThat(asked.path("maker").asText("nobody")).isIn("nobody", "null");
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        // When
        var response = send(request("/v1/keys", Peers.auth().newKey())
                .POST(BodyPublishers.ofString("{\"name\":\"" + "a".repeat(70_000) + "\"}")));
        // Then
        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void answers503WhileAuthCannotTell() {
        // Given
        var key = Peers.auth().newKey();
        send(request("/v1/models", key).GET());
        Peers.auth().away(true);
        // When
        var response = send(request("/v1/keys", key).GET());
        // Then
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("retry-after")).isPresent();
    }
}
