package ru.xrouter.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import ru.xrouter.api.testing.fuzz.Corpus;
import ru.xrouter.api.testing.fuzz.Mutant;

/**
 * A mutated body on its way to one of the endpoints that take bodies, now and then with headers as odd as itself.
 *
 * @param headers names and values in turn
 */
record FuzzedRequest(String path, Mutant body, List<String> headers) {
    private static final Map<String, Corpus> CORPORA = Map.of(
            "/v1/chat/completions", Corpus.requests("chat"),
            "/v1/completions", Corpus.requests("completions"),
            "/v1/embeddings", Corpus.requests("embeddings"),
            "/v1/tokenize", Corpus.requests("chat"));
    private static final List<String> PATHS = Stream.of(
                    Stream.generate(() -> "/v1/chat/completions").limit(6),
                    Stream.of("/v1/completions", "/v1/completions", "/v1/embeddings", "/v1/tokenize"))
            .flatMap(paths -> paths)
            .toList();
    private static final List<List<String>> HEADERS = List.of(
            List.of("content-type", "text/plain"),
            List.of("content-type", "application/json; charset=utf-16"),
            List.of("content-encoding", "gzip"),
            List.of("content-encoding", "br"),
            List.of("accept", "text/html"),
            List.of("traceparent", "00-zz-zz-zz"),
            List.of("idempotency-key", "one for all"),
            List.of("x-request-id", "not-yours"),
            List.of("x-xrouter-account-id", "acc-of-another"),
            List.of("x-xrouter-provider-model", "another"));

    /** The request of this seed. */
    static FuzzedRequest of(long seed) {
        var path = PATHS.get((int) (seed % PATHS.size()));
        var random = new Random(seed);
        var headers = new ArrayList<>(List.of("content-type", "application/json"));
        if (random.nextInt(10) == 0) {
            headers.addAll(HEADERS.get(random.nextInt(HEADERS.size())));
        }
        return new FuzzedRequest(path, Objects.requireNonNull(CORPORA.get(path)).mutant(seed), headers);
    }

    @Override
    public String toString() {
        return "-Dfuzz.seed=%d, POST %s with %s, %s".formatted(body.seed(), path, headers, body);
    }
}
