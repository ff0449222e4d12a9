package ru.xrouter.gigachat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.http.Headers;
import ru.xrouter.gigachat.token.AccessTokens;
import ru.xrouter.service.token.ServiceToken;

/** The whole adapter against the simulator, which refuses what GigaChat refuses. */
@QuarkusTest
@WithTestResource(SimulatorResource.class)
@SuppressWarnings("NullAway.Init") // Quarkus sets the fields.
class GigaChatIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Inject
    ServiceToken serviceToken;

    @Inject
    AccessTokens tokens;

    @ConfigProperty(name = "simulator.url")
    String simulator;

    @TestHTTPResource("/v1/chat/completions")
    URI chat;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    @TestHTTPResource(value = "/metrics", management = true)
    URI metrics;

    @AfterEach
    void resetSimulator() {
        control("DELETE", "/_sim/knobs", "");
    }

    @Test
    void answersAndReportsWhatTheProviderCounted() throws IOException {
        // Given
        control("DELETE", "/_sim/served", "");

        // When
        var answer = post(question("Какая река течёт через Тверь?", false));

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var completion = JSON.readTree(answer.body());
        assertThat(completion.path("id").asText()).isEqualTo("gen-1");
        assertThat(completion.path("model").asText()).isEqualTo("gigachat/gigachat-2");
        assertThat(completion.at("/choices/0/message/content").asText()).contains("Какая река");
        assertThat(completion.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        var usage = JSON.readTree(header(answer, Headers.REPORT)).path("usage");
        var sold = served().at("/providers/gigachat/GigaChat-2");
        assertThat(usage.path("prompt_tokens").asLong())
                .isPositive()
                .isEqualTo(sold.path("prompt_tokens").asLong());
        assertThat(usage.path("completion_tokens").asLong())
                .isPositive()
                .isEqualTo(sold.path("completion_tokens").asLong());
        assertThat(usage.path("estimated").asBoolean()).isFalse();
    }

    @Test
    void streamsAndEndsWithTheProvidersCount() {
        // When
        var answer = post(question("[[sim chunks=5]] Какая река течёт через Тверь?", true));

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var data = data(answer.body());
        assertThat(data.stream()
                        .filter(event -> event.at("/choices/0/delta/content").isTextual()))
                .hasSize(6);
        assertThat(text(data)).contains("Какая река");
        assertThat(data.getLast().path("finish_reason").asText()).isEqualTo("stop");
        assertThat(data.getLast().at("/usage/estimated").asBoolean()).isFalse();
        assertThat(data.getLast().at("/usage/completion_tokens").asLong()).isPositive();
        assertThat(answer.body()).doesNotContain("[DONE]");
    }

    @Test
    void tellsReasoningFromTheAnswerHoweverItIsCut() throws IOException {
        for (var chunks : List.of(1, 7, 400)) {
            // When
            var question = "[[sim think-tags chunks=%d]] Какая река?".formatted(chunks);
            var whole = JSON.readTree(post(question(question, false)).body()).at("/choices/0/message");
            var streamed = data(post(question(question, true)).body());

            // Then
            assertThat(whole.path("reasoning_content").asText()).startsWith("Рассуждаю");
            assertThat(whole.path("content").asText()).startsWith("Эхо: Какая река?");
            assertThat(text(streamed)).isEqualTo(whole.path("content").asText());
            assertThat(text(streamed, "reasoning_content"))
                    .isEqualTo(whole.path("reasoning_content").asText());
        }
    }

    @Test
    void carriesAToolCallThereAndBack() throws IOException {
        // Given
        var tools = """
                ,"tools":[{"type":"function","function":{"name":"web_search","parameters":{"type":"object",
                "properties":{"q":{"type":["string","null"],"format":"uri"},"o":{"type":"object"}}}}}]}""";
        var first = post(question("call xrouter_user_web_search {\"q\":\"Волга\"}", false)
                .replaceFirst("}$", tools));

        // When
        var call = JSON.readTree(first.body()).at("/choices/0/message/tool_calls/0");
        var history = """
                {"model":"m","messages":[{"role":"user","content":"Найди."},
                {"role":"assistant","content":null,"tool_calls":[%s]},
                {"role":"tool","tool_call_id":"%s","content":"нашлось"}]%s""".formatted(call, call.path("id").asText(), tools);
        var second = post(history);

        // Then
        assertThat(call.at("/function/name").asText()).as(first.body()).isEqualTo("web_search");
        assertThat(call.path("id").asText()).matches("call_[0-9a-f-]{36}_0");
        assertThat(second.statusCode()).as(second.body()).isEqualTo(200);
    }

    @Test
    void fetchesOneFreshTokenWhenTheProviderForgetsTheOld() {
        // Given
        post(question("раз", false));
        control("DELETE", "/_sim/tokens", "");
        var before = issuedTokens();

        // When
        var answer = post(question("два", false));

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(issuedTokens() - before).isEqualTo(1);
    }

    @Test
    void fetchesOneTokenForTwentyFirstCallsAtOnce() {
        // Given
        dropToken();
        var before = issuedTokens();

        // When
        var calls = IntStream.range(0, 20)
                .mapToObj(i -> client.sendAsync(request(question("раз " + i, false)), BodyHandlers.ofString()))
                .toList();
        var answers = calls.stream().map(CompletableFuture::join).toList();

        // Then
        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200));
        assertThat(issuedTokens() - before).isEqualTo(1);
    }

    @Test
    void passesOnThatTheProviderIsBusy() {
        // When
        var answer = post(question("[[sim rate-limited retry-after=7]] раз", true));

        // Then
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(header(answer, Headers.FAILURE)).isEqualTo("rate_limited");
        assertThat(header(answer, "retry-after")).isEqualTo("7");
    }

    @Test
    void endsABrokenStreamWithAnErrorAndAReport() {
        for (var fault : List.of("reset-after=2", "cut-after=2")) {
            // When
            var answer = post(question("[[sim chunks=9 " + fault + "]] раз", true));

            // Then
            var data = data(answer.body());
            assertThat(data.get(data.size() - 2).at("/error/code").asText())
                    .as(fault)
                    .isEqualTo("upstream_interrupted");
            assertThat(data.getLast().path("failure").asText()).isEqualTo("interrupted");
            assertThat(data.getLast().at("/usage/completion_tokens").asLong()).isPositive();
            assertThat(data.getLast().at("/usage/estimated").asBoolean()).isTrue();
            assertThat(data)
                    .noneMatch(event -> event.at("/choices/0/finish_reason").isTextual());
        }
    }

    @Test
    void stopsTheProviderWhenTheCallerLeaves() throws IOException, InterruptedException {
        // Given
        control("DELETE", "/_sim/served", "");
        var stream = client.send(
                request(question("[[sim tokens=20000 chunks=20000 gap=20ms]] раз", true)),
                BodyHandlers.ofInputStream());
        readUntilText(stream.body());

        // When
        stream.body().close();

        // Then
        awaitTrue(() -> served().at("/providers/gigachat/GigaChat-2/cancelled").asLong() == 1);
        assertThat(served().at("/providers/gigachat/GigaChat-2/completion_tokens")
                        .asLong())
                .isBetween(1L, 10_000L);
    }

    @Test
    void timesOutWhenTheFirstByteIsLate() {
        // When
        var answer = post(question("[[sim first-byte=10s]] раз", true));

        // Then
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(header(answer, Headers.FAILURE)).isEqualTo("timed_out");
    }

    @Test
    void refusesGarbage() {
        // When
        var answer = post(question("[[sim garbage]] раз", false));

        // Then
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(header(answer, Headers.FAILURE)).isEqualTo("unavailable");
        assertThat(answer.body()).contains("\"type\":\"upstream_error\"");
    }

    @Test
    void endsAStreamThatTurnsIntoGarbageWithAnErrorAndAReport() {
        // When
        var answer = post(question("[[sim garbage chunks=9]] раз", true));

        // Then
        var data = data(answer.body());
        assertThat(data.get(data.size() - 2).at("/error/code").asText())
                .as(answer.body())
                .isEqualTo("upstream_interrupted");
        assertThat(data.getLast().path("failure").asText()).isEqualTo("interrupted");
    }

    @Test
    void tellsTheOperatorsTroubleFromTheCallers() {
        // When
        var noMoney = post(question("[[sim status=402]] раз", false));
        var overload = post(question("[[sim status=503]] раз", false));
        var tooLong = post(question("раз ".repeat(150_000), false));
        var unknownModel = post(question("раз", false), "GigaChat-None");

        // Then
        assertThat(header(noMoney, Headers.FAILURE)).isEqualTo("unavailable");
        assertThat(header(overload, Headers.FAILURE)).isEqualTo("unavailable");
        assertThat(header(unknownModel, Headers.FAILURE)).isEqualTo("unavailable");
        assertThat(header(tooLong, Headers.FAILURE)).isEqualTo("invalid_request");
        assertThat(tooLong.body()).contains("\"code\":\"context_length_exceeded\"");
    }

    @Test
    void staysReadyWithoutATokenAndRecovers() throws IOException {
        // Given
        dropToken();
        control("PUT", "/_sim/knobs", "{\"provider\":\"gigachat\",\"oauth-status\":503}");

        // When
        var refused = post(question("раз", false));
        var health = JSON.readTree(get(ready));
        control("DELETE", "/_sim/knobs", "");

        // Then
        assertThat(header(refused, Headers.FAILURE)).isEqualTo("unavailable");
        assertThat(health.path("status").asText()).isEqualTo("UP");
        assertThat(health.toString()).contains("\"state\":\"failed\"");
        awaitTrue(() -> post(question("раз", false)).statusCode() == 200);
        assertThat(get(metrics))
                .containsPattern("xrouter_provider_token_refreshes_total\\{[^}]*outcome=\"unavailable\"")
                .contains("gen_ai_client_operation_duration_seconds_bucket")
                .contains("gen_ai_server_time_to_first_token_seconds_bucket");
    }

    @Test
    void alwaysSaysWhoItIs() {
        // Given
        control("PUT", "/_sim/knobs", "{\"provider\":\"gigachat\",\"require-user-agent\":1}");

        // When
        var answer = post(question("раз", false));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void servesNobodyWithoutTheServiceToken() {
        // Given
        var request = HttpRequest.newBuilder(chat)
                .POST(HttpRequest.BodyPublishers.ofString(question("раз", false)))
                .build();

        // When
        var answer = send(request);

        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    private static String question(String content, boolean stream) {
        return JSON.createObjectNode()
                .put("model", "gigachat/gigachat-2")
                .put("stream", stream)
                .set(
                        "messages",
                        JSON.createArrayNode()
                                .add(JSON.createObjectNode().put("role", "user").put("content", content)))
                .toString();
    }

    private HttpResponse<String> post(String body) {
        return send(request(body));
    }

    private HttpResponse<String> post(String body, String providerModel) {
        return send(HttpRequest.newBuilder(request(body), (_, _) -> true)
                .setHeader(Headers.PROVIDER_MODEL, providerModel)
                .build());
    }

    private HttpRequest request(String body) {
        return HttpRequest.newBuilder(chat)
                .header("authorization", serviceToken.authorization())
                .header("content-type", "application/json")
                .header(Headers.GENERATION_ID, "gen-1")
                .header(Headers.MODEL, "gigachat/gigachat-2")
                .header(Headers.PROVIDER_MODEL, "GigaChat-2")
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private String get(URI uri) {
        return send(HttpRequest.newBuilder(uri).build()).body();
    }

    private String control(String method, String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(simulator + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build())
                .body();
    }

    private HttpResponse<String> send(HttpRequest request) {
        return client.sendAsync(request, BodyHandlers.ofString())
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private JsonNode served() throws IOException {
        return JSON.readTree(control("GET", "/_sim/served", ""));
    }

    private long issuedTokens() {
        try {
            return served().at("/access_tokens/gigachat").asLong();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void dropToken() {
        var held = tokens.authorization()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        tokens.rejected(held);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("none");
    }

    private static List<JsonNode> data(String events) {
        return events.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> {
                    try {
                        return JSON.readTree(line.substring("data: ".length()));
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    private static String text(List<JsonNode> data) {
        return text(data, "content");
    }

    private static String text(List<JsonNode> data, String name) {
        var text = new StringBuilder();
        data.forEach(
                event -> text.append(event.at("/choices/0/delta").path(name).asText()));
        return text.toString();
    }

    private static void readUntilText(InputStream body) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.contains("\"content\":\"") && !line.contains("\"content\":\"\"")) {
                return;
            }
        }
        throw new AssertionError("The stream ended without text.");
    }

    private static void awaitTrue(Callable<Boolean> condition) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!condition.call()) {
                assertThat(System.nanoTime()).as("gave up waiting").isLessThan(deadline);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
