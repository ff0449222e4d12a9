package ru.xrouter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.xrouter.api.http.Headers;

/** Embeddings, of a provider that takes two texts a call. */
class EmbeddingTest {
    private static final String PATH = "/v1/embeddings";
    private static final String FIVE = "{\"model\":\"m\",\"input\":[\"1\",\"2\",\"3\",\"4\",\"5\"]}";

    @RegisterExtension
    private final RunningAdapter adapter =
            new RunningAdapter(apiUrl -> new ToyProvider(apiUrl, ToyProvider.Extra.EMBEDDINGS));

    @RegisterExtension
    private final RunningAdapter without = new RunningAdapter();

    @Test
    void keepsTheOrderOfTheInputsWhicheverPartEndsFirst() {
        // Given
        adapter.upstream = request -> request.body()
                .onSuccess(body -> adapter.vertx.setTimer(
                        body.toString().startsWith("1") ? 100 : 1, _ -> echo(request, body.toString())));

        // When
        var answer = adapter.post(PATH, FIVE);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("{\"object\":\"list\",\"model\":\"toy/one\",\"provider\":\"Toy\"")
                .containsSubsequence(
                        "\"index\":0,\"embedding\":[1.0,0.5]",
                        "\"index\":1,\"embedding\":[2.0,0.5]",
                        "\"index\":2,\"embedding\":[3.0,0.5]",
                        "\"index\":3,\"embedding\":[4.0,0.5]",
                        "\"index\":4,\"embedding\":[5.0,0.5]")
                .doesNotContain("usage");
        assertThat(answer.header(Headers.REPORT)).contains("\"usage\":{\"prompt_tokens\":25}");
    }

    @Test
    void callsTheProviderNoMoreOftenAtOnceThanAllowed() {
        // Given
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        adapter.upstream = request -> request.body().onSuccess(body -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            whenTwoHaveCome(() -> {
                running.decrementAndGet();
                echo(request, body.toString());
            });
        });

        // When
        var answer = adapter.post(PATH, FIVE);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(adapter.received).hasSize(3);
        assertThat(most).hasValue(2);
    }

    @Test
    void encodesTheSameFloatsAsBase64() {
        // Given
        adapter.upstream = request -> request.response().end("0.1 -2.5 3.4028235E38");

        // When
        var answer =
                adapter.post(PATH, "{\"model\":\"m\",\"input\":\"a\",\"encoding_format\":\"base64\",\"dimensions\":3}");

        // Then
        var encoded = answer.body().replaceAll("(?s).*\"embedding\":\"([^\"]*)\".*", "$1");
        var floats = ByteBuffer.wrap(Base64.getDecoder().decode(encoded))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        var decoded = new float[floats.remaining()];
        floats.get(decoded);
        assertThat(decoded).containsExactly(0.1f, -2.5f, Float.MAX_VALUE);
        assertThat(answer.header(Headers.IGNORED_PARAMETERS)).isEqualTo("dimensions");
    }

    @Test
    void refusesFewerVectorsThanInputs() {
        // Given
        adapter.upstream = request -> request.response().end("1.0");

        // When
        var answer = adapter.post(PATH, "{\"model\":\"m\",\"input\":[\"a\",\"b\"]}");

        // Then
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("unavailable");
    }

    @Test
    void refusesAMalformedPart() {
        // Given
        adapter.upstream = request -> request.response().end("one");

        // When
        var answer = adapter.post(PATH, FIVE);

        // Then
        assertThat(answer.status()).isEqualTo(502);
        assertThat(adapter.timers.running()).isEmpty();
    }

    @Test
    void namesTheModelWhenItsProviderMakesNoEmbeddings() {
        // When
        var answer = without.post(PATH, FIVE);

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("invalid_request");
        assertThat(answer.body()).contains("\"param\":\"model\"");
    }

    private void whenTwoHaveCome(Runnable action) {
        adapter.vertx.setPeriodic(20, id -> {
            if (adapter.received.size() >= 2) {
                adapter.vertx.cancelTimer(id);
                action.run();
            }
        });
    }

    private static void echo(HttpServerRequest request, String texts) {
        request.response().end(texts.lines().map(text -> text + " 0.5").collect(Collectors.joining("\n")));
    }
}
