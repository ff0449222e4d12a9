package ru.xrouter.provider.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.ChatRequestReader;
import ru.xrouter.provider.Operation;
import ru.xrouter.provider.TokenCounter;
import ru.xrouter.provider.TokenEstimate;
import ru.xrouter.provider.format.EmulatedFormat;

/**
 * {@code POST /v1/tokenize} of an adapter: how many tokens the prompt of a chat completion request has, {@code
 * {"prompt_tokens": n, "estimated": false}}. Counted by the provider where it can, once in ten minutes
 * for the same prompt of an account, else estimated.
 */
@Singleton
class TokenizeRoute {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private final Upstream upstream;
    private final TokenCounts counts = new TokenCounts();

    TokenizeRoute(Upstream upstream) {
        this.upstream = upstream;
    }

    void register(@Observes Router router) {
        AdapterRoute.serve(router, upstream, "/v1/tokenize", this::tokenize);
    }

    private void tokenize(HttpServerRequest request, AdapterCall call, byte[] body) {
        var read = ChatRequestReader.read(body);
        var chat = call.emulateFormat() && EmulatedFormat.isAskedFor(read) ? EmulatedFormat.inWords(read) : read;
        // The request has to be one that the provider would take: a count for any other would promise too much.
        RequestCheck.check(upstream.provider, chat, call.providerModel());
        var _ = upstream.provider.call(chat.single(), call.providerModel());
        var counter = upstream.provider.tokenCounter(call.providerModel());
        if (counter.isPresent()) {
            count(request, call, chat, counter.get());
        } else {
            send(request.response(), TokenEstimate.ofPrompt(chat), true);
        }
    }

    private void count(HttpServerRequest request, AdapterCall call, ChatCompletionRequest chat, TokenCounter counter) {
        var asked = counter.request(chat, call.providerModel());
        var key = TokenCounts.key(call, asked);
        var known = counts.get(key);
        if (known.isPresent()) {
            send(request.response(), known.get(), !counter.isExact());
            return;
        }
        var exchange = new Exchange(upstream, call, Operation.TOKEN_COUNT, request.response());
        exchange.begin(upstream.config.answerTimeout());
        new WholeBodies(exchange, List.of(asked), 1, new WholeBodies.Listener() {
                    private int tokens;

                    @Override
                    public void answered(int index, byte[] answer) {
                        tokens = counter.count(answer);
                        counts.put(key, tokens);
                    }

                    @Override
                    public void complete(@Nullable String providerRequestId) {
                        if (exchange.finish(ProviderMetrics.OK)) {
                            send(exchange.head(), tokens, !counter.isExact());
                        }
                    }
                })
                .start();
    }

    private static void send(HttpServerResponse response, int tokens, boolean estimated) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .end(Buffer.buffer("{\"prompt_tokens\":%d,\"estimated\":%s}".formatted(tokens, estimated)));
    }
}
