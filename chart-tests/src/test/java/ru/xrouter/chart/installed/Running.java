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
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import ru.xrouter.api.testing.MadeCertificate;
import ru.xrouter.chart.render.Chart;
import ru.xrouter.chart.render.Checkout;

/**
 * values-production.yaml, as processes: the migration Jobs run as the owners, the services start as roles that own nothing, everything between them and to
 * PostgreSQL is TLS that is verified. Only what lies outside is elsewhere: the stores, and the simulator in the providers' place.
 */
final class Running implements AutoCloseable {
    static final String REDIS_PASSWORD = "password-of-redis";
    static final Map<String, String> SECRETS = Map.ofEntries(
            Map.entry("xrouter-service-token/token", "service-token-of-production"),
            Map.entry("xrouter-auth-pepper/pepper", "pepper-of-production-of-32-characters"),
            Map.entry("xrouter-auth-envelope/envelope-key", "0123456789abcdef".repeat(4)),
            Map.entry("xrouter-mail/password", "password-of-mail"),
            Map.entry("xrouter-payments/webhook-secret", "secret-of-the-payment-provider"),
            Map.entry("xrouter-db-auth/password", "xrouter_auth"),
            Map.entry("xrouter-db-auth-owner/password", "xrouter_auth_owner"),
            Map.entry("xrouter-db-billing/password", "xrouter_billing"),
            Map.entry("xrouter-db-billing-owner/password", "xrouter_billing_owner"),
            Map.entry("xrouter-redis/password", REDIS_PASSWORD),
            Map.entry("xrouter-gigachat/credentials", "bG9jYWw6c2ltdWxhdG9y"),
            Map.entry("xrouter-yandexgpt/api-key", "AQVN-local-key-of-the-simulator"));

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Map<String, String> MODULES = Map.of(
            "gateway", "gateway-service",
            "auth", "auth-service",
            "router", "router-service",
            "billing", "billing-service",
            "gigachat", "provider-gigachat",
            "yandexgpt", "provider-yandexgpt");

    private final Ports ports = new Ports();
    private final Processes processes = new Processes();
    private final Path scratch;
    private final Databases databases;
    private final HttpClient client;

    private Running(Path scratch, MadeCertificate certificate) throws Exception {
        this.scratch = scratch;
        this.databases = Databases.start(certificate);
        this.client = HttpClient.newBuilder().sslContext(certificate.trusting()).build();
    }

    /** Ready when this returns; {@code values} are laid over production's and say at least where Redis is. */
    static Running start(Path scratch, MadeCertificate certificate, String values) throws Exception {
        var running = new Running(scratch, certificate);
        try {
            running.start(
                    Installation.of(running.chart(values), SECRETS, scratch.resolve("tls"), scratch, running.ports));
            return running;
        } catch (Exception | AssertionError e) {
            running.close();
            throw e;
        }
    }

    private void start(Installation installation) throws Exception {
        for (var service : List.of("auth", "billing")) {
            Processes.runJar(
                    jar(service), installation.environment(service + "-migration"), log(service + "-migration"));
        }
        processes.start(simulator(), Map.of(), log("simulator"), "--port", "" + ports.of("simulator", "http"));
        for (var service : MODULES.keySet()) {
            processes.start(jar(service), installation.environment(service), log(service));
        }
        for (var service : MODULES.keySet()) {
            awaitReady(service);
        }
    }

    private Chart chart(String values) {
        var simulator = "http://localhost:" + ports.of("simulator", "http");
        return Chart.production()
                .and("""
                auth: {database: {url: "%1$s"}}
                billing: {database: {url: "%2$s"}}
                gigachat: {apiUrl: "%3$s/gigachat/api/v1", apiV2Url: "%3$s/gigachat/api/v2", authUrl: "%3$s/gigachat/api/v2/oauth", scope: GIGACHAT_API_PERS}
                yandexgpt: {apiUrl: "%3$s/yandex", folderId: b1gsimulator00000000, serviceAccountKey: {existingSecret: ""}, apiKey: {existingSecret: xrouter-yandexgpt}}
                """.formatted(databases.url("auth"), databases.url("billing"), simulator))
                .and(values);
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

    /** An account with money, made as deployment.md says. */
    String newAccount() throws Exception {
        var account = internal("auth", "/internal/accounts", "{\"name\": \"first\"}")
                .path("account_id")
                .asText();
        internal(
                "billing",
                "/internal/accounts/%s/top-ups".formatted(account),
                "{\"amount\": \"1000.00\", \"reference\": \"first\"}");
        return account;
    }

    /** A key of the account, with its secret in {@code key}. */
    JsonNode newKey(String account) throws Exception {
        return internal("auth", "/internal/accounts/%s/api-keys".formatted(account), "{\"name\": \"first\"}");
    }

    private JsonNode internal(String service, String path, String body) throws Exception {
        return ok(send(service, path, serviceToken(), body));
    }

    /** A chat completion, whatever comes of it. */
    HttpResponse<String> chat(String key, String model, String prompt) throws Exception {
        return send("gateway", "/v1/chat/completions", key, """
                {"model": "%s", "messages": [{"role": "user", "content": "%s"}]}
                """.formatted(model, prompt));
    }

    /** The body of an answer that must be a success. */
    static JsonNode ok(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode())
                .as("%s: %s", answer.uri(), answer.body())
                .isBetween(200, 201);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> send(String service, String path, String token, String body) throws Exception {
        return client.send(
                request(service, path, token)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Revokes a key that {@link #newKey} made. */
    void revoke(JsonNode key) throws Exception {
        var request = request("auth", "/internal/api-keys/" + key.at("/data/id").asText(), serviceToken());
        var answer = client.send(request.DELETE().build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
    }

    private HttpRequest.Builder request(String service, String path, String token) {
        return HttpRequest.newBuilder(URI.create("https://localhost:%d%s".formatted(ports.of(service, "http"), path)))
                .header("authorization", "Bearer " + token);
    }

    /** The sums of the ledger once it has as many settlements; a failure when it has more, or never as many. */
    JsonNode awaitSettled(int settlements) throws Exception {
        var ledger = await(this::ledger, it -> it.path("settlements").asInt() >= settlements);
        assertThat(ledger.path("settlements").asInt()).isEqualTo(settlements);
        return ledger;
    }

    private JsonNode ledger() throws Exception {
        return ok(client.send(
                request("billing", "/internal/ledger/summary", serviceToken()).build(),
                HttpResponse.BodyHandlers.ofString()));
    }

    /** Asks until the answer is wanted or patience ends, and gives the last one. */
    static <T> T await(Callable<T> question, Predicate<T> wanted) throws Exception {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var answer = question.call();
            if (wanted.test(answer) || System.nanoTime() > end) {
                return answer;
            }
            Thread.sleep(100);
        }
    }

    private static String serviceToken() {
        return SECRETS.getOrDefault("xrouter-service-token/token", "");
    }

    private void awaitReady(String service) throws Exception {
        var ready = management(service, "/q/health/ready").build();
        var status = await(
                () -> {
                    assertThat(processes.allRun()).as(() -> read(log(service))).isTrue();
                    try {
                        return client.send(ready, HttpResponse.BodyHandlers.discarding())
                                .statusCode();
                    } catch (IOException _) {
                        // It does not listen yet.
                        return 0;
                    }
                },
                it -> it == 200);
        assertThat(status).as(() -> read(log(service))).isEqualTo(200);
    }

    /** The metrics as Prometheus asks for them. */
    String scraped(String service) throws Exception {
        var scrape = management(service, "/q/metrics")
                .header(
                        "accept",
                        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1")
                .build();
        return client.send(scrape, HttpResponse.BodyHandlers.ofString()).body();
    }

    private HttpRequest.Builder management(String service, String path) {
        return HttpRequest.newBuilder(
                URI.create("http://localhost:%d%s".formatted(ports.of(service, "management"), path)));
    }

    private Path log(String name) {
        return scratch.resolve(name + ".log");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        processes.close();
        databases.close();
    }
}
