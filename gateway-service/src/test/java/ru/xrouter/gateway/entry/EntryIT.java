package ru.xrouter.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gateway.testing.GatewayClient.anonymous;
import static ru.xrouter.gateway.testing.GatewayClient.get;
import static ru.xrouter.gateway.testing.GatewayClient.json;
import static ru.xrouter.gateway.testing.GatewayClient.raw;
import static ru.xrouter.gateway.testing.GatewayClient.request;
import static ru.xrouter.gateway.testing.GatewayClient.send;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.gateway.testing.Peers;
import ru.xrouter.gateway.testing.PeersResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

@QuarkusTest
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(PeersResource.class)
class EntryIT {
    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    @BeforeEach
    void start() {
        Peers.start();
    }

    @Test
    void answersUnknownPathsInOpenAisShape() {
        for (var path : List.of(
                "/", "/v1", "/v1/nothing", "/v2/models", "/q/health", "/internal/accounts", "/%00", "/v1/..%2f")) {
            // When
            var response = send(anonymous(path).GET());
            // Then
            assertError(response, 404, "not_found");
        }
    }

    @Test
    void answersWrongMethodsWithThoseThatArePossible() {
        // When
        var chat = send(anonymous("/v1/chat/completions").GET());
        var models = send(anonymous("/v1/models").DELETE());
        // Then
        assertError(chat, 405, "method_not_allowed");
        assertThat(chat.headers().firstValue("allow")).contains("POST");
        assertError(models, 405, "method_not_allowed");
        assertThat(models.headers().firstValue("allow")).contains("GET, HEAD");
    }

    @Test
    void asksForAKeyOnEveryEndpoint() {
        for (var path : List.of(
                "/v1/models",
                "/v1/models/a/b",
                "/v1/providers/status",
                "/v1/generation?id=x",
                "/v1/credits",
                "/v1/key",
                "/api/v1/key")) {
            assertError(send(anonymous(path).GET()), 401, "invalid_api_key");
        }
        assertError(
                send(anonymous("/v1/chat/completions").POST(BodyPublishers.ofString("{}"))), 401, "invalid_api_key");
    }

    @Test
    void answersTheBrowsersPreflightWithoutAKey() {
        // When
        var response = send(anonymous("/v1/chat/completions")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("origin", "https://example.org")
                .header("access-control-request-method", "POST")
                .header(
                        "access-control-request-headers",
                        "authorization,content-type,x-stainless-os,x-stainless-retry-count"));
        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("access-control-allow-origin")).contains("https://example.org");
        assertThat(response.headers().firstValue("access-control-allow-headers"))
                .hasValueSatisfying(allowed ->
                        assertThat(allowed).contains("x-stainless-os", "x-stainless-retry-count", "authorization"));
        assertThat(response.headers().firstValue("access-control-allow-methods"))
                .hasValueSatisfying(allowed -> assertThat(allowed).contains("POST"));
        assertThat(response.headers().firstValue("x-request-id")).isPresent();
    }

    @Test
    void letsAPageReadTheAnswerAndItsHeaders() {
        // Given
        var key = Peers.auth().newKey();
        // When
        var response = send(request("/v1/models", key)
                .header("origin", "https://example.org")
                .GET());
        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("access-control-allow-origin")).contains("https://example.org");
        assertThat(response.headers().firstValue("access-control-allow-credentials"))
                .contains("false");
        assertThat(response.headers().firstValue("access-control-expose-headers"))
                .hasValueSatisfying(exposed -> assertThat(exposed).contains("x-request-id"));
    }

    @Test
    void answersHeadWithoutABody() {
        // Given
        var key = Peers.auth().newKey();
        // When
        var response = send(request("/v1/models", key).method("HEAD", BodyPublishers.noBody()));
        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void showsNoStackTraceForOutsizedHeaders() throws IOException {
        // When
        try (var client = raw("GET /v1/models HTTP/1.1\r\nhost: x\r\nx-large: " + "a".repeat(100_000) + "\r\n\r\n")) {
            var answer = new String(client.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
            // Then
            assertThat(answer).isEqualTo("HTTP/1.1 431");
        }
    }

    @Test
    void isReadyAndTellsItsFigures() throws IOException, InterruptedException {
        // Given
        get(Peers.auth().newKey(), "/v1/models");
        // When
        var ready = management("/q/health/ready");
        var metrics = management("/q/metrics");
        // Then
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).contains("\"mode\": \"global\"");
        assertThat(metrics.body())
                .contains("xrouter_gateway_requests_total{path=\"models\",status=\"200\"}")
                .contains("xrouter_gateway_request_duration_seconds_bucket")
                .contains("xrouter_gateway_overhead_seconds")
                .contains("xrouter_gateway_time_to_first_byte_seconds")
                .contains("xrouter_event_loop_lag_seconds")
                .contains("process_resident_memory_bytes")
                .contains("xrouter_redis_failures_total")
                .contains("xrouter_gateway_generations_in_flight")
                .contains("xrouter_gateway_client_gone_total")
                .contains("xrouter_gateway_key_lookups_total{result=\"hit\"}")
                .contains("xrouter_gateway_limit_decisions_total{mode=\"local\",verdict=\"admitted\"}");
    }

    private HttpResponse<String> management(String path) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + managementPort + path))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private static void assertError(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as("%s", response.uri()).isEqualTo(status);
        var error = json(response).get("error");
        assertThat(error.fieldNames()).toIterable().contains("message", "type", "param", "code");
        assertThat(error.get("code").asText()).isEqualTo(code);
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        assertThat(response.headers().firstValue("x-request-id"))
                .hasValueSatisfying(id -> assertThat(id).matches("gen-[0-9a-z]{26}"));
        assertThat(response.headers().firstValue("server-timing")).isPresent();
    }
}
