package ru.xrouter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.http.Headers;

/** The whole HTTP side of an adapter between a client and a toy provider, over real connections. */
class AdapterTest {
    private static final String PLAIN = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String STREAMED = PLAIN.replace("\"model\"", "\"stream\":true,\"model\"");
    private static final String WITH_USAGE =
            STREAMED.replace("\"model\"", "\"stream_options\":{\"include_usage\":true},\"model\"");
    private static final int PATIENCE_SECONDS = 20;

    private final Vertx vertx = Vertx.vertx();
    private final CountedTimers timers = new CountedTimers(vertx);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TestConfig config = new TestConfig();
    private final List<HttpServerRequest> received = new CopyOnWriteArrayList<>();
    private final HttpClient client = vertx.createHttpClient(
            new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    private volatile Consumer<HttpServerRequest> upstream =
            request -> request.response().end();
    private ProviderGate gate = new ProviderGate(config);
    private int port;

    private record Received(HttpClientResponse response, String body) {
        String header(String name) {
            return String.valueOf(response.getHeader(name));
        }

        /** The events of a stream in short: {@code report}, or what a chunk says. */
        List<String> events() {
            return Arrays.stream(body.split("\n\n")).map(Received::event).toList();
        }

        private static String event(String event) {
            var data = event.substring(event.indexOf("data: ") + "data: ".length());
            if (event.startsWith("event: report\n")) {
                return "report " + data.replaceAll(",\"created\":\\d+", "");
            }
            return data.startsWith("{\"error\"")
                    ? data.replaceAll(".*\"code\":\"([a-z_]+)\".*", "error $1")
                    : data.replaceAll(".*\"delta\":(\\{.*}),\"logprobs\":null,\"finish_reason\":([^}]*)}.*", "$1 $2");
        }
    }

    @BeforeEach
    void start() {
        var provider = vertx.createHttpServer().requestHandler(request -> {
            received.add(request);
            upstream.accept(request);
        });
        var toy = new ToyProvider(await(provider.listen(0)).actualPort());
        var counting = timers.vertx();
        var route = new ChatRoute(new Upstream(
                counting,
                toy,
                new ProviderClients(vertx, config, toy),
                gate,
                config,
                new ProviderMetrics(registry, toy)));
        var router = Router.router(vertx);
        route.register(router);
        port = await(vertx.createHttpServer().requestHandler(router).listen(0)).actualPort();
    }

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    @Test
    void answersWholeWithTheUsageBesideTheBody() {
        // Given
        upstream = request ->
                request.response().putHeader("x-request-id", "upstream-1").end("Volga");

        // When
        var answer = post(PLAIN);

        // Then
        assertThat(answer.response().statusCode()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.body())
                .contains("\"content\":\"Volga\"")
                .doesNotContain("usage")
                .endsWith("}");
        assertThat(answer.header("content-length"))
                .isEqualTo(Integer.toString(answer.body().length()));
        assertThat(answer.header(Headers.REPORT))
                .contains("\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}")
                .contains("\"finish_reason\":\"stop\"")
                .contains("\"provider_request_id\":\"upstream-1\"");
        assertThat(Long.parseLong(answer.header(Headers.PROVIDER_TIME))).isPositive();
        assertThat(timers.running()).isEmpty();
        assertThat(outcomes("ok")).isEqualTo(1);
    }

    @Test
    void sendsTheProviderWhatTheTranslationSays() {
        // Given
        var body = new CompletableFuture<String>();
        upstream = request -> request.body().onSuccess(buffer -> {
            body.complete(buffer.toString());
            request.response().end("x");
        });

        // When
        post(PLAIN);

        // Then
        var request = received.getFirst();
        assertThat(request.path()).isEqualTo("/answer");
        assertThat(body).isCompletedWithValue("question");
        assertThat(request.getHeader("x-toy")).isEqualTo("toy-1");
        assertThat(request.getHeader("authorization")).isEqualTo("token-0");
        assertThat(request.getHeader("traceparent")).isEqualTo("00-1-2-01");
        assertThat(request.getHeader("accept")).isEqualTo("application/json");
    }

    @Test
    void disclosesIgnoredParametersButNoNameThatHarmsTheHeader() {
        // Given
        upstream = streaming("say a\nstop\n");

        // When
        var streamed = post(STREAMED);
        upstream = request -> request.response().end("x");
        var whole = post(PLAIN);

        // Then
        assertThat(streamed.header(Headers.IGNORED_PARAMETERS)).isEqualTo("seed,top_p");
        assertThat(whole.header(Headers.IGNORED_PARAMETERS)).isEqualTo("seed,top_p");
    }

    @Test
    void reportsTheUsageBeforeTheChunksThatItAccountsFor() {
        // Given
        upstream = request -> {
            var response = request.response().setChunked(true);
            response.write("say one\n");
            whenRead(1, () -> {
                response.write("say two\nsay three\n");
                whenRead(2, () -> response.end("stop\n"));
            });
        };

        // When
        var answer = post(STREAMED);

        // Then
        assertThat(answer.header("content-type")).isEqualTo("text/event-stream; charset=utf-8");
        assertThat(answer.events())
                .containsExactly(
                        "report {\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1,\"estimated\":true}}",
                        "{\"role\":\"assistant\",\"content\":\"\"} null",
                        "{\"content\":\"one\"} null",
                        "report {\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":3,\"estimated\":true}}",
                        "{\"content\":\"two\"} null",
                        "{\"content\":\"three\"} null",
                        "{} \"stop\"",
                        "report {\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":3},\"finish_reason\":\"stop\"}");
        assertThat(answer.body()).doesNotContain("[DONE]").doesNotContain("\"usage\":null");
    }

    @Test
    void tellsTheRouterThatTheCallerWantsTheUsageChunk() {
        // Given
        upstream = streaming("say a\nstop\n");

        // When
        var answer = post(WITH_USAGE);

        // Then
        assertThat(answer.body().split("\"usage\":null", -1)).hasSize(4);
        assertThat(answer.events().getLast()).contains("\"include_usage\":true");
    }

    @Test
    void refusesAsTheProviderDid() {
        // Given
        upstream = request -> request.response()
                .setStatusCode(429)
                .putHeader("retry-after", "7")
                .end();

        // When
        var answer = post(STREAMED);

        // Then
        assertThat(answer.response().statusCode()).isEqualTo(429);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("rate_limited");
        assertThat(answer.header("retry-after")).isEqualTo("7");
        assertThat(answer.body()).contains("\"code\":\"rate_limit_exceeded\"");
        assertThat(outcomes("rate_limited")).isEqualTo(1);
        assertThat(timers.running()).isEmpty();
    }

    @Test
    void keepsTheConnectionAfterARefusal() {
        // Given
        upstream = request -> request.response().setStatusCode(400).end("bad");

        // When
        post(PLAIN);
        var answer = post(PLAIN);

        // Then
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("invalid_request");
        assertThat(received.getFirst().connection()).isSameAs(received.getLast().connection());
    }

    @Test
    void triesOnceMoreWithAFreshAuthorization() {
        // Given
        upstream = request -> {
            var fresh = "token-1".equals(request.getHeader("authorization"));
            request.response().setStatusCode(fresh ? 200 : 401).end("Volga");
        };

        // When
        var answer = post(PLAIN);

        // Then
        assertThat(answer.body()).contains("Volga");
        assertThat(received).hasSize(2);
    }

    @Test
    void givesUpWhenTheFreshAuthorizationIsRefusedToo() {
        // Given
        upstream = request -> request.response().setStatusCode(401).end();

        // When
        var answer = post(PLAIN);

        // Then
        assertThat(answer.response().statusCode()).isEqualTo(503);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("bad_credentials");
        assertThat(received).hasSize(2);
    }

    @Test
    void refusesTrulyWhenTheStreamFailsBeforeItsFirstEvent() {
        // Given
        upstream = streaming("nonsense\n");

        // When
        var answer = post(STREAMED);

        // Then
        assertThat(answer.response().statusCode()).isEqualTo(502);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("interrupted");
        assertThat(answer.body()).startsWith("{\"error\"");
    }

    @Test
    void refusesAWholeAnswerThatIsMalformed() {
        // Given
        upstream = request -> request.response().end("garbage");

        // When
        var answer = post(PLAIN);

        // Then
        assertThat(answer.response().statusCode()).isEqualTo(502);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("unavailable");
    }

    @Test
    void answersEvenWhenTheTranslationIsMistaken() {
        // When
        upstream = streaming("say one\nexplode\n");
        var streamed = post(STREAMED);
        upstream = request -> request.response().end("explode");
        var whole = post(PLAIN);

        // Then
        assertThat(streamed.events().getLast()).contains("\"failure\":\"interrupted\"");
        assertThat(whole.response().statusCode()).isEqualTo(502);
        assertThat(whole.header(Headers.FAILURE)).isEqualTo("unavailable");
    }

    @Test
    void endsWithAnErrorAndTheUsageSoFarWhenTheProviderGivesUp() {
        // Given
        upstream = streaming("say one\nfail\nsay never\n");

        // When
        var answer = post(STREAMED);

        // Then
        assertThat(answer.events())
                .endsWith(
                        "{\"content\":\"one\"} null",
                        "error upstream_interrupted",
                        "report {\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1,\"estimated\":true},"
                                + "\"failure\":\"unavailable\"}");
        assertThat(answer.body()).doesNotContain("[DONE]").doesNotContain("never");
    }

    @Test
    void endsWithAnErrorWhenTheStreamEndsWithoutAFinish() {
        // Given
        upstream = streaming("say one\n");

        // When
        var answer = post(STREAMED);

        // Then
        assertThat(answer.events()).contains("error upstream_interrupted");
        assertThat(answer.events().getLast()).contains("\"failure\":\"interrupted\"");
    }

    @Test
    void endsWithAnErrorWhenTheConnectionBreaks() {
        // Given
        upstream = request -> {
            request.response().setChunked(true).write("say one\n");
            whenRead(1, () -> request.connection().close());
        };

        // When
        var answer = post(STREAMED);

        // Then
        assertThat(answer.events()).contains("{\"content\":\"one\"} null", "error upstream_interrupted");
        assertThat(answer.events().getLast()).contains("\"failure\":\"interrupted\"");
        assertThat(outcomes("interrupted")).isEqualTo(1);
        assertThat(timers.running()).isEmpty();
    }

    @Test
    void completesAndStopsAProviderThatWouldGoOn() {
        // Given
        var stopped = new CompletableFuture<Boolean>();
        upstream = request -> {
            stoppedBy(request.response(), stopped);
            request.response().setChunked(true).write("say one\ncut\n");
        };

        // When
        var answer = post(STREAMED);

        // Then
        assertThat(answer.events()).contains("{} \"stop\"");
        assertThat(answer.events().getLast()).contains("\"finish_reason\":\"stop\"");
        assertThat(stopped).succeedsWithin(Duration.ofSeconds(PATIENCE_SECONDS));
    }

    @Test
    void timesOutAndStopsAProviderThatNeverBegins() {
        // Given
        var stopped = new CompletableFuture<Boolean>();
        config.firstByteTimeout = Duration.ofMillis(50);
        upstream = request -> stoppedBy(request.response(), stopped);

        // When
        var answer = post(STREAMED);

        // Then
        assertThat(answer.response().statusCode()).isEqualTo(504);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("timed_out");
        assertThat(stopped).succeedsWithin(Duration.ofSeconds(PATIENCE_SECONDS));
    }

    @Test
    void waitsForAWholeAnswerLongerThanForAFirstByte() {
        // Given
        config.firstByteTimeout = Duration.ofMillis(1);
        upstream = request -> vertx.setTimer(100, _ -> request.response().end("Volga"));

        // When
        var answer = post(PLAIN);

        // Then
        assertThat(answer.body()).contains("Volga");
    }

    @Test
    void timesOutInTheMiddleOfAStream() {
        // Given
        config.idleTimeout = Duration.ofMillis(50);
        upstream = request -> request.response().setChunked(true).write("say one\n");

        // When
        var answer = post(STREAMED);

        // Then
        assertThat(answer.events()).contains("error upstream_interrupted");
        assertThat(answer.events().getLast()).contains("\"failure\":\"timed_out\"");
        assertThat(timers.running()).isEmpty();
    }

    @Test
    void keepsASilentStreamAlive() {
        // Given
        config.keepAlive = Duration.ofMillis(50);
        var silent = new CompletableFuture<HttpServerResponse>();
        upstream = request -> {
            request.response().setChunked(true).write("say one\n");
            silent.complete(request.response());
        };

        // When
        var seen = new StringBuilder();
        await(open(STREAMED).compose(response -> {
            response.handler(part -> {
                seen.append(part);
                if (part.toString().equals(": keep-alive\n\n")) {
                    var _ = silent.thenAccept(upstreamResponse -> upstreamResponse.end("stop\n"));
                }
            });
            return response.end();
        }));

        // Then
        assertThat(seen.toString()).contains("one").contains(": keep-alive\n\n").contains("\"stop\"");
    }

    @Test
    void stopsTheProviderAndEveryTimerWhenTheRouterLeaves() {
        // Given
        var stopped = new CompletableFuture<Boolean>();
        upstream = request -> {
            stoppedBy(request.response(), stopped);
            request.response().setChunked(true).write("say one\n");
        };
        var begun = await(open(STREAMED));

        // When
        begun.request().reset();

        // Then
        assertThat(stopped).succeedsWithin(Duration.ofSeconds(PATIENCE_SECONDS));
        awaitTrue(() -> timers.running().isEmpty());
        assertThat(outcomes("cancelled")).isEqualTo(1);
    }

    @Test
    void stopsTheProviderWhenTheRouterLeavesBeforeTheFirstEvent() {
        // Given
        var stopped = new CompletableFuture<Boolean>();
        var leaving = new CompletableFuture<HttpClientRequest>();
        upstream = request -> {
            stoppedBy(request.response(), stopped);
            var _ = leaving.thenAccept(HttpClientRequest::reset);
        };

        // When
        client.request(options()).onSuccess(request -> {
            request.send(PLAIN);
            leaving.complete(request);
        });

        // Then
        assertThat(stopped).succeedsWithin(Duration.ofSeconds(PATIENCE_SECONDS));
        awaitTrue(() -> timers.running().isEmpty());
    }

    @Test
    void readsNoFasterThanTheRouterTakes() {
        // Given
        var lines = 4096;
        var line = "say " + "x".repeat(16 * 1024) + "\n";
        var sent = new AtomicLong();
        upstream = request -> send(request.response().setChunked(true), line, lines, sent);
        var response = await(open(STREAMED, HttpClientResponse::pause));

        // When
        var held = settled(sent);
        var taken = new AtomicLong();
        response.handler(part -> taken.addAndGet(part.length()));
        var end = response.end();
        response.resume();

        // Then
        await(end);
        assertThat(held).isLessThan(lines);
        assertThat(taken.get()).isGreaterThan((long) lines * 16 * 1024);
    }

    @Test
    void refusesARequestThatIsTooLarge() {
        // Given
        config.maxRequest = 10;

        // When
        var answer = post(PLAIN);

        // Then
        assertThat(answer.response().statusCode()).isEqualTo(413);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("invalid_request");
        assertThat(received).isEmpty();
    }

    @Test
    void refusesAnAnswerThatIsTooLarge() {
        // Given
        config.maxAnswer = 10;
        upstream = request -> request.response().end("far more than ten bytes");

        // When
        var answer = post(PLAIN);

        // Then
        assertThat(answer.response().statusCode()).isEqualTo(502);
    }

    @Test
    void namesTheParameterOfABadRequest() {
        // Given
        var bad = PLAIN.replace("\"model\"", "\"top_p\":7,\"model\"");

        // When
        var answer = post(bad);

        // Then
        assertThat(answer.response().statusCode()).isEqualTo(400);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("invalid_request");
        assertThat(answer.body()).contains("\"param\":\"top_p\"");
    }

    @Test
    void refusesWhenNobodyListensAtTheProvider() {
        // Given
        upstream = request -> request.connection().close();

        // When
        var answer = post(PLAIN);

        // Then
        assertThat(answer.response().statusCode()).isEqualTo(502);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("unavailable");
    }

    private static Consumer<HttpServerRequest> streaming(String lines) {
        return request -> request.response().end(lines);
    }

    /** Lets the provider go on only when the client has read so many buffers, so that they are never joined. */
    private void whenRead(int buffers, Runnable action) {
        vertx.setPeriodic(5, id -> {
            if (read.get() >= buffers) {
                vertx.cancelTimer(id);
                action.run();
            }
        });
    }

    private final AtomicLong read = new AtomicLong();

    private static void stoppedBy(HttpServerResponse response, CompletableFuture<Boolean> stopped) {
        response.closeHandler(_ -> stopped.complete(true));
    }

    private static void send(HttpServerResponse response, String line, int count, AtomicLong sent) {
        while (sent.get() < count) {
            if (response.writeQueueFull()) {
                response.drainHandler(_ -> send(response, line, count, sent));
                return;
            }
            sent.incrementAndGet();
            response.write(line);
        }
        response.end("stop\n");
    }

    /** The value when it has stopped growing. */
    private static long settled(AtomicLong value) {
        var last = new AtomicLong(-1);
        var same = new AtomicLong();
        awaitTrue(() -> {
            var now = value.get();
            same.set(now == last.getAndSet(now) && now > 0 ? same.get() + 1 : 0);
            return same.get() >= 50;
        });
        return last.get();
    }

    private Received post(String body) {
        read.set(0);
        return await(open(body, HttpClientResponse::pause).compose(response -> {
            var parts = new ArrayList<Buffer>();
            response.handler(part -> {
                parts.add(part);
                read.incrementAndGet();
            });
            var end = response.end();
            response.resume();
            return end.map(_ -> new Received(response, joined(parts)));
        }));
    }

    private static String joined(List<Buffer> parts) {
        var whole = Buffer.buffer();
        parts.forEach(whole::appendBuffer);
        return whole.toString();
    }

    private Future<HttpClientResponse> open(String body) {
        return open(body, _ -> {});
    }

    private Future<HttpClientResponse> open(String body, Consumer<HttpClientResponse> first) {
        return client.request(options())
                .compose(request -> request.send(body).map(response -> {
                    first.accept(response);
                    return response;
                }));
    }

    private RequestOptions options() {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setPort(port)
                .setHost("localhost")
                .setURI("/v1/chat/completions")
                .putHeader(Headers.GENERATION_ID, "gen-1")
                .putHeader(Headers.MODEL, "toy/one")
                .putHeader(Headers.PROVIDER_MODEL, "toy-1")
                .putHeader(Headers.TRACEPARENT, "00-1-2-01");
    }

    private long outcomes(String outcome) {
        return registry.get("gen_ai.client.operation.duration")
                .tag("outcome", outcome)
                .timer()
                .count();
    }

    private static void awaitTrue(BooleanSupplier condition) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("gave up waiting").isLessThan(deadline);
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private static final class TestConfig implements ProviderConfig {
        private Duration firstByteTimeout = Duration.ofSeconds(PATIENCE_SECONDS);
        private Duration idleTimeout = Duration.ofSeconds(PATIENCE_SECONDS);
        private Duration keepAlive = Duration.ofSeconds(15);
        private int maxRequest = 1024 * 1024;
        private int maxAnswer = 1024 * 1024;
        private int concurrency;

        @Override
        public Duration connectTimeout() {
            return Duration.ofSeconds(5);
        }

        @Override
        public Duration firstByteTimeout() {
            return firstByteTimeout;
        }

        @Override
        public Duration answerTimeout() {
            return Duration.ofSeconds(PATIENCE_SECONDS);
        }

        @Override
        public Duration idleTimeout() {
            return idleTimeout;
        }

        @Override
        public Duration keepAlive() {
            return keepAlive;
        }

        @Override
        public int connections() {
            return 8;
        }

        @Override
        public int waiting() {
            return 8;
        }

        @Override
        public int maxRequest() {
            return maxRequest;
        }

        @Override
        public int maxAnswer() {
            return maxAnswer;
        }

        @Override
        public int concurrency() {
            return concurrency;
        }

        @Override
        public int embeddingsAtOnce() {
            return 2;
        }

        @Override
        public int maxChoices() {
            return 3;
        }
    }
}
