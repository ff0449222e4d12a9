package ru.xrouter.provider.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.AdapterReport;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.embedding.EmbeddingRequest;
import ru.xrouter.api.embedding.EmbeddingRequestReader;
import ru.xrouter.api.embedding.EmbeddingWriter;
import ru.xrouter.api.http.Headers;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.EmbeddingProvider;
import ru.xrouter.provider.Operation;

/** {@code POST /v1/embeddings} of an adapter, called by the router alone. */
@Singleton
class EmbeddingRoute {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private final Upstream upstream;

    EmbeddingRoute(Upstream upstream) {
        this.upstream = upstream;
    }

    void register(@Observes Router router) {
        AdapterRoute.serve(router, upstream, "/v1/embeddings", this::embed);
    }

    private void embed(HttpServerRequest request, AdapterCall call, byte[] body) {
        var wanted = EmbeddingRequestReader.read(body);
        var provider = upstream.provider
                .embeddings()
                .orElseThrow(() -> new InvalidParameterException(
                        "model", "unsupported_value", "'%s' makes no embeddings.".formatted(wanted.model())));
        var requests = provider.requests(wanted, call.providerModel());
        var exchange = new Exchange(upstream, call, Operation.EMBEDDINGS, request.response());
        exchange.begin(upstream.config.answerTimeout());
        exchange.ignoring(provider.ignored(wanted));
        if (exchange.isOver()) {
            return;
        }
        var answer = new EmbeddingAnswer(exchange, call, provider, wanted, requests.size());
        new WholeBodies(exchange, requests, upstream.config.embeddingsAtOnce(), answer).start();
    }

    /** Gathers the parts of one answer. */
    private final class EmbeddingAnswer implements WholeBodies.Listener {
        private final Exchange exchange;
        private final AdapterCall call;
        private final EmbeddingProvider provider;
        private final EmbeddingRequest request;
        private final EmbeddingProvider.@Nullable Embedded[] parts;

        EmbeddingAnswer(
                Exchange exchange, AdapterCall call, EmbeddingProvider provider, EmbeddingRequest request, int parts) {
            this.exchange = exchange;
            this.call = call;
            this.provider = provider;
            this.request = request;
            this.parts = new EmbeddingProvider.Embedded[parts];
        }

        @Override
        public void answered(int index, byte[] body) {
            var part = provider.answer(body);
            parts[index] = part;
            exchange.served(Usage.of(part.promptTokens(), 0));
        }

        @Override
        public void complete(@Nullable String providerRequestId) {
            var whole = Arrays.stream(parts).map(Objects::requireNonNull).toList();
            List<float[]> vectors =
                    whole.stream().flatMap(part -> part.vectors().stream()).toList();
            if (vectors.size() != request.inputs().size()) {
                exchange.fail(new ProviderFailure.Unavailable("%d vectors for %d inputs"
                        .formatted(vectors.size(), request.inputs().size())));
                return;
            }
            if (!exchange.finish(ProviderMetrics.OK)) {
                return;
            }
            var tokens = Math.clamp(
                    whole.stream()
                            .mapToLong(EmbeddingProvider.Embedded::promptTokens)
                            .sum(),
                    0,
                    Integer.MAX_VALUE);
            var usage = Usage.of(tokens, 0);
            exchange.used(usage);
            var report =
                    new AdapterReport(usage, "stop", null, false, System.currentTimeMillis() / 1000, providerRequestId);
            var answer = EmbeddingWriter.write(call.model(), upstream.provider.name(), vectors, request.base64());
            exchange.head()
                    .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                    .putHeader(Headers.REPORT, Reports.header(report))
                    .end(Buffer.buffer(answer));
        }
    }
}
