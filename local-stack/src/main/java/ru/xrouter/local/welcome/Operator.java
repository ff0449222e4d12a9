package ru.xrouter.local.welcome;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import ru.xrouter.local.run.StartFailedException;

/** Makes accounts, keys and credit through the services' operator endpoints. */
public final class Operator {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int OK = 200;
    private static final int CREATED = 201;

    private final URI auth;
    private final URI billing;
    private final String serviceToken;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public Operator(URI auth, URI billing, String serviceToken) {
        this.auth = auth;
        this.billing = billing;
        this.serviceToken = serviceToken;
    }

    /** The id of a new account. */
    public String createAccount(String name) throws StartFailedException, InterruptedException {
        return post(auth.resolve("/internal/accounts"), Map.of("name", name), "account_id");
    }

    /** A new API key, wide enough for tests and benchmarks. */
    public String createKey(String accountId, String name) throws StartFailedException, InterruptedException {
        var wanted = Map.of(
                "name",
                name,
                "tier",
                "pro",
                "requests_per_minute",
                6000,
                "requests_per_day",
                1_000_000,
                "concurrency",
                200);
        return post(auth.resolve("/internal/accounts/" + accountId + "/api-keys"), wanted, "key");
    }

    /** Adds credit once, however often it is asked with the same reference. */
    public void topUp(String accountId, String roubles, String reference)
            throws StartFailedException, InterruptedException {
        post(
                billing.resolve("/internal/accounts/" + accountId + "/top-ups"),
                Map.of("amount", roubles, "reference", reference),
                "balance_micros");
    }

    private String post(URI uri, Map<String, ?> body, String wanted) throws StartFailedException, InterruptedException {
        try {
            var request = HttpRequest.newBuilder(uri)
                    .timeout(TIMEOUT)
                    .header("authorization", "Bearer " + serviceToken)
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(MAPPER.writeValueAsString(body)))
                    .build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            var value = MAPPER.readTree(answer.body()).path(wanted);
            if ((answer.statusCode() != OK && answer.statusCode() != CREATED) || value.isMissingNode()) {
                throw refused(uri, answer);
            }
            return value.asText();
        } catch (IOException e) {
            throw new StartFailedException("POST %s failed: %s".formatted(uri, e), List.of());
        }
    }

    private static StartFailedException refused(URI uri, HttpResponse<String> answer) throws IOException {
        JsonNode message = MAPPER.readTree(answer.body()).path("error").path("message");
        return new StartFailedException(
                "POST %s answered %d: %s".formatted(uri, answer.statusCode(), message.asText("no error message")),
                List.of());
    }
}
