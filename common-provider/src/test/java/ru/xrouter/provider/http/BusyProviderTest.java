package ru.xrouter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.provider.http.RunningAdapter.CHAT;
import static ru.xrouter.provider.http.RunningAdapter.PLAIN;
import static ru.xrouter.provider.http.RunningAdapter.STREAMED;
import static ru.xrouter.provider.http.RunningAdapter.awaitTrue;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.http.Headers;

/** More calls than the provider takes at the same time. */
class BusyProviderTest {
    private static final int MOST = 2;
    private static final int WAITING = 3;

    @RegisterExtension
    private final RunningAdapter adapter = new RunningAdapter(ToyProvider::new, config -> {
        config.concurrency = MOST;
        config.waiting = WAITING;
    });

    @RegisterExtension
    private final RunningAdapter fewConnections = new RunningAdapter(ToyProvider::new, config -> {
        config.connections = 1;
        config.waiting = 1;
    });

    @RegisterExtension
    private final RunningAdapter noCredentials = new RunningAdapter(
            apiUrl -> new ToyProvider(apiUrl, ToyProvider.Extra.NO_CREDENTIALS), config -> config.concurrency = 1);

    @Test
    void letsTheNextCallInWhenOneHasEnded() {
        // Given
        var answers = new ArrayList<Future<Received>>();
        adapter.upstream = request -> {};
        for (int i = 0; i < MOST + WAITING; i++) {
            answers.add(adapter.posting(CHAT, PLAIN));
        }
        awaitTrue(() -> adapter.received.size() == MOST);

        // When
        adapter.upstream = request -> request.response().end("Volga");
        adapter.received.getFirst().response().end("Volga");

        // Then
        assertThat(RunningAdapter.await(answers.getLast()).status()).isEqualTo(200);
        assertThat(adapter.received).hasSize(MOST + WAITING);
    }

    @Test
    void refusesWithATimeToComeBackWhenTooManyWait() {
        // Given
        adapter.upstream = request -> {};
        for (int i = 0; i < MOST + WAITING; i++) {
            adapter.begin(CHAT, PLAIN);
        }

        // When
        var answer = adapter.post(PLAIN);

        // Then
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("rate_limited");
        assertThat(answer.header("retry-after")).isEqualTo("1");
        assertThat(adapter.received).hasSizeLessThanOrEqualTo(MOST);
    }

    @Test
    void neverCallsForARequestThatLeftTheQueue() {
        // Given
        adapter.upstream = request -> {};
        adapter.begin(CHAT, PLAIN);
        adapter.begin(CHAT, PLAIN);
        awaitTrue(() -> adapter.received.size() == MOST);
        var waiting = adapter.begin(CHAT, PLAIN);
        var next = adapter.posting("/v1/completions", "{\"model\":\"m\",\"prompt\":\"next\"}");

        // When
        adapter.leave(waiting);
        awaitTrue(() -> adapter.outcomes("cancelled") == 1);
        adapter.upstream = request -> request.response().end("Volga");
        adapter.received.getFirst().response().end("Volga");

        // Then
        assertThat(RunningAdapter.await(next).status()).isEqualTo(200);
        assertThat(adapter.received).hasSize(MOST + 1);
        assertThat(adapter.received.getLast().getHeader("x-asked")).isEqualTo("next");
    }

    @Test
    void refusesWhenTooManyWaitForAConnection() {
        // Given
        fewConnections.upstream = request -> {};
        fewConnections.begin(CHAT, PLAIN);
        fewConnections.begin(CHAT, PLAIN);

        // When
        var answer = fewConnections.post(PLAIN);

        // Then
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("rate_limited");
        assertThat(answer.header("retry-after")).isEqualTo("1");
    }

    @Test
    void givesThePlaceBackWhenTheCallFailsBeforeItIsSent() {
        // When
        var first = noCredentials.post(PLAIN);
        var second = noCredentials.post(PLAIN);

        // Then
        assertThat(first.header(Headers.FAILURE)).isEqualTo("bad_credentials");
        assertThat(second.header(Headers.FAILURE)).isEqualTo("bad_credentials");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void isFreeAgainHoweverItsCallsEnd(long seed) {
        // Given
        var random = new Random(seed);
        adapter.upstream = request -> end(request, Ending.values()[random.nextInt(Ending.values().length)]);

        // When
        for (int i = 0; i < 40; i++) {
            var body = random.nextBoolean() ? PLAIN : STREAMED;
            if (random.nextInt(3) == 0) {
                var seen = adapter.received.size();
                var request = adapter.begin(CHAT, body);
                awaitTrue(() -> adapter.received.size() > seen);
                adapter.leave(request);
            } else {
                adapter.post(body);
            }
        }

        // Then
        awaitTrue(() -> adapter.timers.running().isEmpty());
        adapter.received.clear();
        adapter.upstream = request -> {};
        for (int i = 0; i < MOST; i++) {
            adapter.begin(CHAT, PLAIN);
        }
        awaitTrue(() -> adapter.received.size() == MOST);
    }

    /** How the provider may end a call; what is wrong for a whole answer is right for a stream, and the reverse. */
    private enum Ending {
        TEXT,
        STREAM,
        STREAM_WITHOUT_END,
        CUT,
        BROKEN_STREAM,
        GIVEN_UP,
        MALFORMED,
        OUR_MISTAKE,
        REFUSED,
        UNAUTHORIZED,
        CLOSED
    }

    private static void end(HttpServerRequest request, Ending ending) {
        var response = request.response();
        switch (ending) {
            case TEXT -> response.end("Volga");
            case STREAM -> response.end("say one\nstop\n");
            case STREAM_WITHOUT_END -> {
                response.setChunked(true).write("say one\nstop\n");
                if (!"text/event-stream".equals(request.getHeader("accept"))) {
                    response.end();
                }
            }
            case CUT -> response.end("say one\ncut\nsay two\n");
            case BROKEN_STREAM -> response.end("say one\n");
            case GIVEN_UP -> response.end("say one\nfail\n");
            case MALFORMED -> response.end("garbage");
            case OUR_MISTAKE -> response.end("explode");
            case REFUSED -> response.setStatusCode(429).end();
            case UNAUTHORIZED -> response.setStatusCode(401).end();
            case CLOSED -> request.connection().close();
        }
    }
}
