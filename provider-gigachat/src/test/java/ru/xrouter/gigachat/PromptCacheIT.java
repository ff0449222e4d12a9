package ru.xrouter.gigachat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.http.Headers;
import ru.xrouter.service.token.ServiceToken;

/** The prompt cache against the simulator, which keeps prompts by session as GigaChat does. */
@QuarkusTest
@WithTestResource(SimulatorResource.class)
@SuppressWarnings("NullAway.Init") // Quarkus sets the fields.
class PromptCacheIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String GOES_ON =
            ",{\"role\":\"assistant\",\"content\":\"Волга.\"}" + ",{\"role\":\"user\",\"content\":\"А какая ещё?\"}";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Inject
    ServiceToken serviceToken;

    @TestHTTPResource("/v1/chat/completions")
    URI chat;

    @Test
    void countsWhatTheProviderHadReadOfTheConversation() throws IOException {
        // When
        var first = cachedTokens("одна", "account-1", "");
        var second = cachedTokens("одна", "account-1", GOES_ON);

        // Then
        assertThat(first).isZero();
        assertThat(second).isPositive();
    }

    @Test
    void servesNoAccountFromTheCacheOfAnother() throws IOException {
        // Given
        cachedTokens("две", "account-1", "");

        // Then
        assertThat(cachedTokens("две", "account-2", GOES_ON)).isZero();
        assertThat(cachedTokens("две", "account-1", GOES_ON)).isPositive();
    }

    @Test
    void usesNoCacheForNobodyKnown() throws IOException {
        // Given
        cachedTokens("три", "", "");

        // Then
        assertThat(cachedTokens("три", "", GOES_ON)).isZero();
    }

    private int cachedTokens(String word, String account, String more) throws IOException {
        var body = "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"Отвечай кратко.\"},"
                + "{\"role\":\"user\",\"content\":\"Назови реку, попытка %s.\"}%s]}".formatted(word, more);
        var request = HttpRequest.newBuilder(chat)
                .header("authorization", serviceToken.authorization())
                .header("content-type", "application/json")
                .header(Headers.GENERATION_ID, "gen-1")
                .header(Headers.MODEL, "gigachat/gigachat-2")
                .header(Headers.PROVIDER_MODEL, "GigaChat-2")
                .header(Headers.ACCOUNT_ID, account)
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        var answer = client.sendAsync(request, BodyHandlers.ofString())
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.headers().firstValue(Headers.REPORT).orElseThrow())
                .at("/usage/cached_tokens")
                .asInt();
    }
}
