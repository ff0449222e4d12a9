package ru.xrouter.provider.http;

import io.vertx.core.Future;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.Answer;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.ChatMessage;
import ru.xrouter.api.chat.Delta;
import ru.xrouter.api.chat.FinishReason;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.ChatProvider;
import ru.xrouter.provider.EmbeddingProvider;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderAnswer;
import ru.xrouter.provider.ProviderCall;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.provider.RetryAfter;
import ru.xrouter.provider.StreamStep;
import ru.xrouter.provider.StreamTranslation;
import ru.xrouter.provider.TokenCounter;

/**
 * A provider whose answers are plain words. A streamed line {@code say x} is text that counts a token more, {@code stop}
 * finishes, {@code murmur} is reasoning that nobody counts, {@code cut} is complete while the provider goes on, {@code fail} gives up; anything else is malformed.
 */
final class ToyProvider implements ChatProvider {
    /** What a toy may have besides. */
    enum Extra {
        /** The authorization of every call is a new number, by which the provider can tell the choices apart. */
        NUMBERED_CALLS,
        NO_CREDENTIALS,
        EMBEDDINGS,
        TOKEN_COUNTER
    }

    private final URI apiUrl;
    private final Set<Extra> extras;
    private final AtomicInteger tokens = new AtomicInteger();

    ToyProvider(URI apiUrl, Extra... extras) {
        this.apiUrl = apiUrl;
        this.extras = Set.copyOf(Arrays.asList(extras));
    }

    @Override
    public String name() {
        return "Toy";
    }

    @Override
    public URI apiUrl() {
        return apiUrl;
    }

    @Override
    public ProviderCall call(ChatCompletionRequest request, String providerModel) {
        var asked = request.messages().getLast() instanceof ChatMessage.UserMessage user ? user.text() : "";
        return new ProviderCall(
                request,
                "/answer",
                Map.of("x-toy", providerModel, "x-asked", asked),
                "question".getBytes(StandardCharsets.UTF_8),
                List.of("seed", "bad\r\nname: x", "top_p"));
    }

    @Override
    public ProviderAnswer answer(ProviderCall call, byte[] body) {
        var text = new String(body, StandardCharsets.UTF_8);
        if (text.startsWith("garbage")) {
            throw new MalformedAnswerException("garbage");
        }
        if (text.startsWith("explode")) {
            throw new IllegalStateException("a mistake of ours");
        }
        return new ProviderAnswer(Answer.text(text, FinishReason.STOP), Usage.of(3, 2));
    }

    @Override
    public StreamTranslation stream(ProviderCall call) {
        var said = new AtomicInteger();
        return bytes -> steps(new String(bytes, StandardCharsets.UTF_8), said);
    }

    private static List<StreamStep> steps(String line, AtomicInteger said) {
        if (line.startsWith("say ")) {
            return List.of(
                    new StreamStep.Counted(Usage.estimate(3, said.incrementAndGet())),
                    new StreamStep.Said(new Delta.Text(line.substring(4))));
        }
        return switch (line) {
            case "" -> List.of();
            case "stop" -> List.of(new StreamStep.Finished(FinishReason.STOP, Usage.of(3, said.get())));
            case "murmur" -> List.of(new StreamStep.Said(new Delta.Reasoning("hm")));
            case "cut" -> List.of(new StreamStep.CutShort(FinishReason.STOP, Usage.estimate(3, said.get())));
            case "fail" -> List.of(new StreamStep.Failed(new ProviderFailure.Unavailable("gave up")));
            case "explode" -> throw new IllegalStateException("a mistake of ours");
            default -> throw new MalformedAnswerException("not a line");
        };
    }

    @Override
    public ProviderFailure refusal(int status, @Nullable String retryAfter, byte[] body) {
        return switch (status) {
            case 400 -> new ProviderFailure.InvalidRequest("no", "messages", "invalid_value");
            case 401 -> new ProviderFailure.BadCredentials();
            case 429 -> new ProviderFailure.RateLimited(RetryAfter.parse(retryAfter));
            default -> new ProviderFailure.Unavailable("status " + status);
        };
    }

    @Override
    public Future<@Nullable String> authorization() {
        if (extras.contains(Extra.NO_CREDENTIALS)) {
            return Future.failedFuture(new ProviderFailureException(new ProviderFailure.BadCredentials()));
        }
        return Future.succeededFuture(
                extras.contains(Extra.NUMBERED_CALLS)
                        ? Integer.toString(tokens.getAndIncrement())
                        : "token-" + tokens.get());
    }

    @Override
    public Optional<EmbeddingProvider> embeddings() {
        return extras.contains(Extra.EMBEDDINGS) ? Optional.of(new ToyEmbeddings()) : Optional.empty();
    }

    @Override
    public Optional<TokenCounter> tokenCounter() {
        return extras.contains(Extra.TOKEN_COUNTER) ? Optional.of(new ToyTokenCounter()) : Optional.empty();
    }

    @Override
    public void rejected(@Nullable String authorization) {
        tokens.incrementAndGet();
    }
}
