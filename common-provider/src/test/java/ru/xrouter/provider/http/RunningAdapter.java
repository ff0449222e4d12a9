package ru.xrouter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
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
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import ru.xrouter.api.http.Headers;
import ru.xrouter.provider.Authorization;
import ru.xrouter.provider.ChatProvider;
import ru.xrouter.service.trace.Traces;

/**
 * The whole HTTP side of an adapter between a client and a provider, over real connections. What the provider does is
 * {@link #upstream}'s; every call of the client starts on the client's event loop.
 */
final class RunningAdapter implements BeforeEachCallback, AfterEachCallback {
    static final int PATIENCE_SECONDS = 20;
    static final String CHAT = "/v1/chat/completions";
    static final String PLAIN = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    static final String STREAMED = PLAIN.replace("\"model\"", "\"stream\":true,\"model\"");
    static final String WITH_USAGE =
            STREAMED.replace("\"model\"", "\"stream_options\":{\"include_usage\":true},\"model\"");

    final Vertx vertx = Vertx.vertx();
    final TestConfig config = new TestConfig();
    final CountedTimers timers = new CountedTimers(vertx);
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final List<HttpServerRequest> received = new CopyOnWriteArrayList<>();
    volatile Consumer<HttpServerRequest> upstream =
            request -> request.response().end();

    private final Context loop = vertx.getOrCreateContext();
    private final HttpClient client = vertx.createHttpClient(
            new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    private final Function<URI, ChatProvider> providers;
    private final AtomicLong read = new AtomicLong();
    private int port;

    RunningAdapter(Function<URI, ChatProvider> providers, Consumer<TestConfig> settings) {
        this.providers = providers;
        settings.accept(config);
    }

    RunningAdapter(Function<URI, ChatProvider> providers) {
        this(providers, _ -> {});
    }

    RunningAdapter() {
        this(ToyProvider::new);
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        var server = vertx.createHttpServer().requestHandler(request -> {
            received.add(request);
            upstream.accept(request);
        });
        var provider = providers.apply(
                URI.create("http://localhost:" + await(server.listen(0)).actualPort()));
        var gate = new ProviderGate(config, provider);
        var shared = new Upstream(
                timers.vertx(),
                provider,
                new ProviderClients(vertx, config, provider),
                gate,
                new CustomerGates(config, provider),
                config,
                new ProviderMetrics(registry, provider, gate, Authorization.fixed(null)),
                Traces.off());
        var router = Router.router(vertx);
        new ChatRoute(shared).register(router);
        new EmbeddingRoute(shared).register(router);
        new TokenizeRoute(shared).register(router);
        new ModelsRoute(shared).register(router);
        new CredentialRoute(shared).register(router);
        port = await(vertx.createHttpServer().requestHandler(router).listen(0)).actualPort();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        await(vertx.close());
    }

    Received post(String body) {
        return post(CHAT, body);
    }

    Received post(String path, String body) {
        return await(posting(path, body));
    }

    /** Sends a request with one more header. */
    Received post(String path, String body, String header, String value) {
        return await(onLoop(() -> client.request(options(path).putHeader(header, value))
                .compose(request -> request.send(body))
                .compose(this::whole)));
    }

    Received get(String path) {
        return await(onLoop(() -> client.request(options(path).setMethod(HttpMethod.GET))
                .compose(HttpClientRequest::send)
                .compose(this::whole)));
    }

    /** Sends a request and does not wait for its answer. */
    Future<Received> posting(String path, String body) {
        read.set(0);
        return onLoop(() -> call(path, body).compose(this::whole));
    }

    /** Sends a request; its response comes with nothing read yet. */
    Future<HttpClientResponse> open(String body) {
        return onLoop(() -> call(CHAT, body));
    }

    /** Sends a request that the client can leave before it is answered. */
    HttpClientRequest begin(String path, String body) {
        return await(onLoop(() -> client.request(options(path)).map(request -> {
            request.send(body);
            return request;
        })));
    }

    HttpClientRequest begin(String path, String body, String header, String value) {
        return await(onLoop(
                () -> client.request(options(path).putHeader(header, value)).map(request -> {
                    request.send(body);
                    return request;
                })));
    }

    void leave(HttpClientRequest request) {
        loop.runOnContext(_ -> request.reset());
    }

    /** Runs a call of the client on its event loop. */
    <T> Future<T> onLoop(Supplier<Future<T>> call) {
        var promise = Promise.<T>promise();
        loop.runOnContext(_ -> call.get().onComplete(promise));
        return promise.future();
    }

    private Future<HttpClientResponse> call(String path, String body) {
        return client.request(options(path))
                .compose(request -> request.send(body).map(response -> {
                    response.pause();
                    return response;
                }));
    }

    private Future<Received> whole(HttpClientResponse response) {
        var parts = new ArrayList<Buffer>();
        response.handler(part -> {
            parts.add(part);
            read.incrementAndGet();
        });
        var end = response.end();
        response.resume();
        return end.map(_ -> new Received(response, joined(parts)));
    }

    private static String joined(List<Buffer> parts) {
        var whole = Buffer.buffer();
        parts.forEach(whole::appendBuffer);
        return whole.toString();
    }

    private RequestOptions options(String path) {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setPort(port)
                .setHost("localhost")
                .setURI(path)
                .putHeader(Headers.GENERATION_ID, "gen-1")
                .putHeader(Headers.MODEL, "toy/one")
                .putHeader(Headers.PROVIDER_MODEL, "toy-1")
                .putHeader(Headers.TRACEPARENT, "00-1-2-01");
    }

    /** Lets the provider go on only when the client has read so many buffers, so that they are never joined. */
    void whenRead(int buffers, Runnable action) {
        vertx.setPeriodic(5, id -> {
            if (read.get() >= buffers) {
                vertx.cancelTimer(id);
                action.run();
            }
        });
    }

    long outcomes(String outcome) {
        return registry
                .find("gen_ai.client.operation.duration")
                .tag("error.type", outcome.equals("ok") ? "" : outcome)
                .timers()
                .stream()
                .mapToLong(Timer::count)
                .sum();
    }

    static Consumer<HttpServerRequest> streaming(String lines) {
        return request -> request.response().end(lines);
    }

    static void stoppedBy(HttpServerResponse response, CompletableFuture<Boolean> stopped) {
        response.closeHandler(_ -> stopped.complete(true));
    }

    static void awaitTrue(BooleanSupplier condition) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("gave up waiting").isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
