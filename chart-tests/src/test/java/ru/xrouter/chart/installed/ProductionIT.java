package ru.xrouter.chart.installed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.xrouter.chart.render.Chart;
import ru.xrouter.chart.render.Checkout;

/**
 * values-production.yaml, as processes: the migration Jobs run as the owners, the services start as roles that own nothing, everything between them and to
 * PostgreSQL is TLS that is verified, and a first account, made as deployment.md says, gets an answer from each provider and is charged for it.
 * Traces are on besides, and a collector gets one of each answer.
 */
class ProductionIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String PROMPT = "Как пройти в библиотеку?";
    private static final String TOKEN = "service-token-of-production";
    private static final Map<String, String> MODULES = Map.of(
            "gateway", "gateway-service",
            "auth", "auth-service",
            "router", "router-service",
            "billing", "billing-service",
            "gigachat", "provider-gigachat",
            "yandexgpt", "provider-yandexgpt");
    private static final Map<String, String> SECRETS = Map.ofEntries(
            Map.entry("xrouter-service-token/token", TOKEN),
            Map.entry("xrouter-auth-pepper/pepper", "pepper-of-production-of-32-characters"),
            Map.entry("xrouter-auth-envelope/envelope-key", "0123456789abcdef".repeat(4)),
            Map.entry("xrouter-mail/password", "password-of-mail"),
            Map.entry("xrouter-payments/webhook-secret", "secret-of-the-payment-provider"),
            Map.entry("xrouter-db-auth/password", "xrouter_auth"),
            Map.entry("xrouter-db-auth-owner/password", "xrouter_auth_owner"),
            Map.entry("xrouter-db-billing/password", "xrouter_billing"),
            Map.entry("xrouter-db-billing-owner/password", "xrouter_billing_owner"),
            Map.entry("xrouter-redis/password", Stores.REDIS_PASSWORD),
            Map.entry("xrouter-gigachat/credentials", "bG9jYWw6c2ltdWxhdG9y"),
            Map.entry("xrouter-yandexgpt/api-key", "AQVN-local-key-of-the-simulator"));

    private final Ports ports = new Ports();

    @TempDir
    private Path scratch;

    @Test
    void answersAndChargesAsInstalled() throws Exception {
        var certificates = Certificates.make(scratch.resolve("tls"));
        try (var stores = Stores.start(certificates);
                var collector = new Collector();
                var processes = new Processes();
                var client = HttpClient.newBuilder()
                        .sslContext(certificates.trusting())
                        .build()) {
            // Given
            var installation =
                    Installation.of(values(stores, collector), SECRETS, certificates.folder(), scratch, ports);
            for (var service : List.of("auth", "billing")) {
                Processes.runJar(
                        jar(service), installation.environment(service + "-migration"), log(service + "-migration"));
            }
            processes.start(simulator(), Map.of(), log("simulator"), "--port", "" + ports.of("simulator", "http"));
            for (var service : MODULES.keySet()) {
                processes.start(jar(service), installation.environment(service), log(service));
            }
            for (var service : MODULES.keySet()) {
                awaitReady(client, processes, service);
            }
            var account = post(client, "auth", "/internal/accounts", TOKEN, "{\"name\": \"first\"}")
                    .path("account_id")
                    .asText();
            post(
                    client,
                    "billing",
                    "/internal/accounts/%s/top-ups".formatted(account),
                    TOKEN,
                    "{\"amount\": \"1000.00\", \"reference\": \"first\"}");
            var key = post(
                            client,
                            "auth",
                            "/internal/accounts/%s/api-keys".formatted(account),
                            TOKEN,
                            "{\"name\": \"first\"}")
                    .path("key")
                    .asText();
            // When
            var secrets = new ArrayList<>(SECRETS.values());
            secrets.addAll(List.of(key, PROMPT));
            for (var model : List.of("gigachat/GigaChat-2", "yandexgpt/yandexgpt")) {
                var answer = post(client, "gateway", "/v1/chat/completions", key, """
                        {"model": "%s", "messages": [{"role": "user", "content": "%s"}]}
                        """.formatted(model, PROMPT));
                assertThat(answer.at("/choices/0/message/content").asText()).isNotEmpty();
                secrets.add(answer.at("/choices/0/message/content").asText());
            }
            // Then
            var ledger = awaitSettled(client, 2);
            assertThat(ledger.path("ledger_micros").asLong())
                    .isEqualTo(ledger.path("balance_micros").asLong())
                    .isLessThan(1_000_000_000);
            var traces = new Traces(collector);
            traces.assertOneOf("GigaChat", "gigachat/GigaChat-2");
            traces.assertOneOf("YandexGPT", "yandexgpt/yandexgpt");
            traces.assertNothingOf(secrets);
            traces.assertNamedIn(scraped(client, "gateway"));
            traces.assertNamedIn(scraped(client, "gigachat"));
        }
    }

    /** The production values, but for what lies outside: the stores' and the providers' addresses. */
    private Chart values(Stores stores, Collector collector) {
        var simulator = "http://localhost:" + ports.of("simulator", "http");
        return Chart.with("values-production.yaml").and("""
                redis: {mode: standalone, hosts: ["%1$s"]}
                auth: {database: {url: "%2$s"}}
                billing: {database: {url: "%3$s"}}
                gigachat: {apiUrl: "%4$s/gigachat/api/v1", apiV2Url: "%4$s/gigachat/api/v2", authUrl: "%4$s/gigachat/api/v2/oauth", scope: GIGACHAT_API_PERS}
                yandexgpt: {apiUrl: "%4$s/yandex", folderId: b1gsimulator00000000, serviceAccountKey: {existingSecret: ""}, apiKey: {existingSecret: xrouter-yandexgpt}}
                traces: {enabled: true, endpoint: "%5$s", ratio: 1}
                """.formatted(
                stores.redisUrl(), stores.database("auth"), stores.database("billing"), simulator, collector.url()));
    }

    private static Path jar(String service) {
        return Checkout.module(MODULES.getOrDefault(service, service)).resolve("target/quarkus-app/quarkus-run.jar");
    }

    private static Path simulator() throws IOException {
        try (var built = Files.list(Checkout.module("provider-simulator").resolve("target"))) {
            return built.filter(
                            file -> file.getFileName().toString().matches("provider-simulator-[^-]+(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Path log(String name) {
        return scratch.resolve(name + ".log");
    }

    private void awaitReady(HttpClient client, Processes processes, String service) throws Exception {
        var ready = URI.create("http://localhost:%d/q/health/ready".formatted(ports.of(service, "management")));
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                var answer = client.send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    return;
                }
            } catch (IOException _) {
                // It does not listen yet.
            }
            assertThat(processes.allRun()).as(() -> read(log(service))).isTrue();
            assertThat(System.nanoTime()).as(() -> read(log(service))).isLessThan(end);
            Thread.sleep(100);
        }
    }

    /** The metrics as Prometheus asks for them. */
    private String scraped(HttpClient client, String service) throws Exception {
        var metrics = URI.create("http://localhost:%d/q/metrics".formatted(ports.of(service, "management")));
        var scrape = HttpRequest.newBuilder(metrics)
                .header(
                        "accept",
                        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1")
                .build();
        return client.send(scrape, HttpResponse.BodyHandlers.ofString()).body();
    }

    private JsonNode awaitSettled(HttpClient client, int settlements) throws Exception {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var ledger = send(
                    client,
                    request("billing", "/internal/ledger/summary", TOKEN).build());
            if (ledger.path("settlements").asInt() == settlements || System.nanoTime() > end) {
                assertThat(ledger.path("settlements").asInt()).isEqualTo(settlements);
                return ledger;
            }
            Thread.sleep(100);
        }
    }

    private JsonNode post(HttpClient client, String service, String path, String token, String body) throws Exception {
        return send(
                client,
                request(service, path, token)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    private HttpRequest.Builder request(String service, String path, String token) {
        return HttpRequest.newBuilder(URI.create("https://localhost:%d%s".formatted(ports.of(service, "http"), path)))
                .header("authorization", "Bearer " + token);
    }

    private static JsonNode send(HttpClient client, HttpRequest request) throws Exception {
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode())
                .as("%s: %s", request.uri(), answer.body())
                .isBetween(200, 201);
        return JSON.readTree(answer.body());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
