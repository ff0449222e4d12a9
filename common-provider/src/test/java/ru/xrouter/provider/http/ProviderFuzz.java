package ru.xrouter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import ru.xrouter.api.chat.AnswerWriter;
import ru.xrouter.api.chat.ChatCompletionWriter;
import ru.xrouter.api.chat.ChatRequestReader;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.chat.TextCompletionReader;
import ru.xrouter.api.embedding.EmbeddingRequestReader;
import ru.xrouter.api.embedding.EmbeddingWriter;
import ru.xrouter.api.testing.Fixture;
import ru.xrouter.api.testing.fuzz.Campaign;
import ru.xrouter.api.testing.fuzz.Corpus;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.ChatProvider;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.Operation;
import ru.xrouter.provider.ProviderCall;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.provider.ProviderModel;
import ru.xrouter.provider.ProviderRefusal;
import ru.xrouter.provider.ProviderRequest;
import ru.xrouter.provider.StreamStep;

/**
 * Holds a provider's translation to its contract, whatever callers and the provider send: a request becomes JSON or is
 * refused, an answer becomes JSON or is malformed, and nothing else is ever thrown.
 *
 * @param model what the catalogue calls the provider's model
 */
public record ProviderFuzz(ChatProvider provider, ProviderModel model) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final ChatCompletionWriter WRITER =
            new ChatCompletionWriter("gen-1", 1_780_000_000, "some/model", "Some");
    private static final int REQUESTS = 100_000;
    private static final int ANSWERS = 20_000;
    private static final List<Integer> STATUSES = List.of(0, 301, 400, 401, 403, 404, 413, 422, 429, 500, 503, 999);

    /** A member of every fixture in a folder. */
    public static List<byte[]> members(String folder, String member) {
        // Parsed here: the application's class loader knows another JsonNode than the fixtures do.
        return fixtures(folder).stream()
                .map(fixture -> json(fixture).get(member).toString().getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** Every fixture in a folder, whole. */
    public static List<byte[]> fixtures(String folder) {
        return Fixture.all(folder).map(Fixture::in).toList();
    }

    /** Chat completions and token counts. */
    public void chats() {
        new Campaign(Corpus.requests("chat"), REQUESTS).run(mutant -> {
            try {
                var request = ChatRequestReader.read(mutant.body());
                RequestCheck.check(provider, request, model);
                assertIsCall(provider.call(request.single(), model));
                assertAreHeaders(provider.conversation(request, model, "acc-1"));
                provider.tokenCounter(model)
                        .ifPresent(
                                counter -> json(counter.request(request, model).body()));
            } catch (InvalidParameterException e) {
                json(e.toApiError().body());
            }
        });
    }

    /** Legacy text completions. */
    public void texts() {
        new Campaign(Corpus.requests("completions"), REQUESTS / 4).run(mutant -> {
            try {
                TextCompletionReader.read(mutant.body())
                        .choices()
                        .forEach(choice -> assertIsCall(provider.call(choice, model)));
            } catch (InvalidParameterException e) {
                json(e.toApiError().body());
            }
        });
    }

    /** Embeddings. */
    public void embeddings() {
        var embeddings = provider.embeddings().orElseThrow();
        new Campaign(Corpus.requests("embeddings"), REQUESTS / 4).run(mutant -> {
            try {
                var request = EmbeddingRequestReader.read(mutant.body());
                embeddings.ignored(request);
                for (var part : embeddings.requests(request, model)) {
                    json(part.body());
                    assertAreHeaders(part.headers());
                }
            } catch (InvalidParameterException e) {
                json(e.toApiError().body());
            }
        });
    }

    /** Whole answers, to every request of the corpus in turn. */
    public void answers(List<byte[]> answers) {
        var calls = calls();
        new Campaign(Corpus.ofJson(answers), ANSWERS).run(mutant -> {
            try {
                var answer = provider.answer(calls.get((int) (mutant.seed() % calls.size())), mutant.body());
                json(WRITER.completion(List.of(answer.answer()), Map.of()));
                assertIsUsage(answer.usage());
            } catch (MalformedAnswerException | ProviderFailureException _) {
                // Told to the caller as the provider's trouble.
            }
        });
    }

    /** Streamed answers, broken in their bytes. */
    public void streams(List<byte[]> streams) {
        var calls = calls();
        new Campaign(Corpus.ofBytes(streams), ANSWERS).run(mutant -> {
            try {
                var call = calls.get((int) (mutant.seed() % calls.size()));
                CutStream.steps(provider.stream(call), mutant.body(), mutant.body().length / 2)
                        .forEach(ProviderFuzz::assertIsStep);
            } catch (MalformedAnswerException _) {
                // Told to the caller as an interrupted stream.
            }
        });
    }

    /** Refusals: any status, any body. */
    public void refusals(List<byte[]> bodies) {
        new Campaign(Corpus.ofJson(bodies), ANSWERS).run(mutant -> {
            var status = STATUSES.get((int) (mutant.seed() % STATUSES.size()));
            var retryAfter = mutant.seed() % 3 == 0 ? new String(mutant.body(), StandardCharsets.UTF_8) : null;
            var error = provider.refusal(new ProviderRefusal(
                            Operation.CHAT, ProviderRequest.get("/", Map.of()), status, retryAfter, mutant.body()))
                    .toApiError();
            assertThat(error.status()).isBetween(400, 599);
            json(error.body());
        });
    }

    /** Answers of the embeddings API. */
    public void vectors(List<byte[]> answers) {
        var embeddings = provider.embeddings().orElseThrow();
        new Campaign(Corpus.ofJson(answers), ANSWERS).run(mutant -> {
            try {
                var answer = embeddings.answer(mutant.body());
                assertThat(answer.promptTokens()).isNotNegative();
                json(EmbeddingWriter.write(model.name(), provider.name(), answer.vectors(), mutant.seed() % 2 == 0));
            } catch (MalformedAnswerException | ProviderFailureException _) {
                // Told to the caller as the provider's trouble.
            }
        });
    }

    /** What the provider takes of the corpus as it is. */
    private List<ProviderCall> calls() {
        return Corpus.requests("chat").texts().stream()
                .flatMap(text -> {
                    try {
                        var request = ChatRequestReader.read(text);
                        RequestCheck.check(provider, request, model);
                        return List.of(provider.call(request.single(), model)).stream();
                    } catch (InvalidParameterException _) {
                        return List.<ProviderCall>of().stream();
                    }
                })
                .toList();
    }

    private static void assertIsCall(ProviderCall call) {
        assertThat(json(call.body()).isObject()).isTrue();
        assertAreHeaders(call.headers());
    }

    private static void assertAreHeaders(Map<String, String> headers) {
        assertThat(headers.values()).allMatch(value -> value.chars().allMatch(c -> c >= ' ' && c < 0x7f));
    }

    private static void assertIsStep(StreamStep step) {
        switch (step) {
            case StreamStep.Said(var delta) -> assertIsEvent(WRITER.chunk(0, delta, true));
            case StreamStep.Counted(var usage) -> assertIsUsage(usage);
            case StreamStep.Made(var file) -> assertThat(file.id()).isNotEmpty();
            case StreamStep.Finished(var reason, var usage) -> {
                assertIsEvent(WRITER.finishChunk(0, reason, true));
                assertIsUsage(usage);
            }
            case StreamStep.CutShort(var reason, var usage) -> {
                assertIsEvent(WRITER.finishChunk(0, reason, true));
                assertIsUsage(usage);
            }
            case StreamStep.Failed(var failure, var _) -> assertIsEvent(AnswerWriter.errorEvent(failure.toApiError()));
        }
    }

    private static void assertIsEvent(byte[] event) {
        var text = new String(event, StandardCharsets.UTF_8);
        assertThat(text).startsWith("data: ").endsWith("\n\n");
        var data = text.substring("data: ".length(), text.length() - 2);
        assertThat(data).doesNotContain("\n", "\r");
        json(data.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertIsUsage(Usage usage) {
        // Usage checks itself; what remains is that it can be added up.
        assertThat(usage.totalTokens()).isNotNegative();
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
