package ru.xrouter.router.generation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.http.Headers;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.router.attempt.AdapterCall;
import ru.xrouter.router.attempt.Attempt;
import ru.xrouter.router.attempt.AttemptRunner;
import ru.xrouter.router.attempt.Failure;
import ru.xrouter.router.catalogue.PerToken;
import ru.xrouter.router.hold.HoldAmount;
import ru.xrouter.router.peek.RequestPeek;
import ru.xrouter.router.route.Route;
import ru.xrouter.service.trace.Trace;

/**
 * One request to count a chat's tokens: asks the adapter of the route's first candidate, and adds what the chat completion
 * would cost. Belongs to one event loop.
 */
final class Tokenization implements AttemptRunner.Listener {
    static final String PATH = "/v1/tokenize";

    private static final CharSequence JSON_TYPE = HttpHeaders.createOptimized("application/json");
    private static final int LARGEST_ANSWER = 4096;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final RequestPeek peek;
    private final Route route;
    private final int bodyBytes;
    private final Client client;
    private final Runnable whenOver;
    private final Patience patience;
    private final AttemptRunner runner;
    private boolean over;

    Tokenization(
            Parts parts,
            Identity identity,
            RequestPeek peek,
            Route route,
            Buffer body,
            Client client,
            Runnable whenOver) {
        this.peek = peek;
        this.route = route;
        this.bodyBytes = body.length();
        this.client = client;
        this.whenOver = whenOver;
        this.patience = new Patience(parts.vertx(), parts.limits().firstByte(), this::tooLong);
        var call = new AdapterCall(
                PATH,
                identity.generationId(),
                identity.accountId(),
                identity.traceparent(),
                Trace.off(),
                false,
                peek.formatted(),
                body);
        this.runner = parts.caller().attempts(new Route(route.requestedModel(), List.of(route.first())), call, this);
        // The patience rings at its end only once it expects something.
        patience.expect(parts.limits().firstByte(), this::tooLong);
    }

    void start() {
        if (client.gone()) {
            gone();
        } else {
            client.whenGone(this::gone);
            runner.next();
        }
    }

    @Override
    public void started(Attempt attempt) {}

    @Override
    public void answered(Attempt attempt, HttpClientResponse response) {
        var body = Buffer.buffer();
        response.handler(chunk -> {
            if (body.length() + chunk.length() > LARGEST_ANSWER) {
                runner.failed(attempt, lost());
            } else {
                body.appendBuffer(chunk);
            }
        });
        response.exceptionHandler(_ -> runner.failed(attempt, lost()));
        response.endHandler(_ -> {
            if (runner.isCurrent(attempt)) {
                counted(attempt, response, body);
            }
        });
        response.resume();
    }

    @Override
    public void failed(Attempt attempt, Failure failure, boolean fallback) {
        // What follows tells the client.
    }

    @Override
    public void exhausted(Failure last) {
        if (end()) {
            client.refuse(last);
        }
    }

    private void counted(Attempt attempt, HttpClientResponse head, Buffer body) {
        var count = read(body);
        if (count == null || !end()) {
            runner.failed(attempt, lost());
            return;
        }
        runner.answered();
        var headers = client.response().headers();
        headers.set(HttpHeaders.CONTENT_TYPE, JSON_TYPE);
        headers.set(Headers.MODEL, attempt.offer().model().id());
        headers.set(Headers.PROVIDER, attempt.offer().candidate().provider());
        var providerTime = head.getHeader(Headers.PROVIDER_TIME);
        if (providerTime != null) {
            headers.set(Headers.PROVIDER_TIME, providerTime);
        }
        client.end(answer(count));
    }

    private void tooLong() {
        runner.underWay()
                .forEach(attempt -> runner.failed(attempt, Failure.of(new ProviderFailure.TimedOut(attempt.age()))));
    }

    private void gone() {
        if (end()) {
            runner.stop("client_gone");
        }
    }

    /** False when it has ended before. */
    private boolean end() {
        if (over) {
            return false;
        }
        over = true;
        patience.end();
        whenOver.run();
        return true;
    }

    private static Failure lost() {
        return Failure.of(new ProviderFailure.Interrupted("The adapter's count was lost."));
    }

    private static @Nullable Count read(Buffer body) {
        try {
            var count = JSON.readValue(body.getBytes(), Count.class);
            return count == null || count.promptTokens < 0 ? null : count;
        } catch (IOException _) {
            return null;
        }
    }

    private Buffer answer(Count count) {
        var out = new ByteArrayOutputStream(512);
        try (var json = JSON.createGenerator(out)) {
            write(json, count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(out.toByteArray());
    }

    private void write(JsonGenerator json, Count count) throws IOException {
        var first = route.first();
        json.writeStartObject();
        json.writeStringField("object", "tokenization");
        json.writeStringField("model", first.model().id());
        json.writeNumberField("prompt_tokens", count.promptTokens);
        json.writeBooleanField("estimated", count.estimated);
        json.writeNumberField("max_completion_tokens", HoldAmount.completion(first.model(), peek));
        PerToken.write(json, first.price());
        json.writeObjectFieldStart("cost");
        // Each choice reads the prompt anew.
        var prompts = (long) count.promptTokens * peek.choices();
        var prompt = first.price().costOf(Usage.of(Math.clamp(prompts, 0, Integer.MAX_VALUE), 0));
        json.writeNumberField("prompt", prompt.roubles());
        json.writeNumberField("max", dearest(prompts).roubles());
        json.writeEndObject();
        json.writeNumberField("hold", HoldAmount.of(route, peek, bodyBytes).roubles());
        json.writeEndObject();
    }

    private Money dearest(long prompts) {
        return route.offers().stream()
                .map(offer -> HoldAmount.cost(offer, peek, prompts))
                .max(Money::compareTo)
                .orElse(Money.ZERO);
    }

    /** What an adapter says. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @RegisterForReflection
    private record Count(
            @JsonProperty(value = "prompt_tokens", required = true)
            int promptTokens,

            @JsonProperty("estimated") boolean estimated) {}
}
