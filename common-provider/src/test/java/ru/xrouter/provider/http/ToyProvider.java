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
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.Answer;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.ChatMessage;
import ru.xrouter.api.chat.ContentPart;
import ru.xrouter.api.chat.Delta;
import ru.xrouter.api.chat.FinishReason;
import ru.xrouter.api.chat.HostedTool;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.Authorization;
import ru.xrouter.provider.ChatProvider;
import ru.xrouter.provider.EmbeddingProvider;
import ru.xrouter.provider.MadeFile;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ModelLister;
import ru.xrouter.provider.ProviderAnswer;
import ru.xrouter.provider.ProviderCall;
import ru.xrouter.provider.ProviderCalls;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.provider.ProviderModel;
import ru.xrouter.provider.ProviderRefusal;
import ru.xrouter.provider.ProviderRequest;
import ru.xrouter.provider.RetryAfter;
import ru.xrouter.provider.StreamStep;
import ru.xrouter.provider.StreamTranslation;
import ru.xrouter.provider.TokenCounter;

/**
 * A provider whose answers are plain words. A streamed line {@code say x} is text that counts a token more, {@code stop}
 * finishes, {@code murmur} is reasoning that nobody counts, {@code draw} makes a file, {@code cut} is complete while the provider goes on, {@code fail} gives up; anything else is malformed.
 */
final class ToyProvider implements ChatProvider {
    /** What a toy may have besides. */
    enum Extra {
        /** The authorization of every call is a new number, by which the provider can tell the choices apart. */
        NUMBERED_CALLS,
        NO_CREDENTIALS,
        EMBEDDINGS,
        TOKEN_COUNTER,
        /** A list of models, and with it a check of credentials. */
        MODEL_LIST,
        /** Images are uploaded before the call. */
        UPLOADS,
        /** A contract for one call at a time. */
        ONE_AT_A_TIME
    }

    private final URI apiUrl;
    private final Set<Extra> extras;
    private final Authorization authorization = new ToyTokens();

    private static final long UNLUCKY = 13;
    private static final String MOANED = "Key AQVNy0aBcDeFgHiJk1234 is tired.";

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
    public int callsAtOnce(@Nullable CustomerCredential credential) {
        return extras.contains(Extra.ONE_AT_A_TIME) ? 1 : 0;
    }

    @Override
    public ProviderCall call(ChatCompletionRequest request, ProviderModel model) {
        var asked = request.messages().getLast() instanceof ChatMessage.UserMessage user ? user.text() : "";
        return new ProviderCall(
                request,
                model,
                model.surface() == null ? "/answer" : "/" + model.surface(),
                Map.of("x-toy", model.name(), "x-asked", asked),
                "question".getBytes(StandardCharsets.UTF_8),
                List.of("seed", "bad\r\nname: x", "top_p"));
    }

    @Override
    public ProviderAnswer answer(ProviderCall call, byte[] body) {
        var text = new String(body, StandardCharsets.UTF_8);
        if (text.startsWith("garbage")) {
            throw new MalformedAnswerException("garbage");
        }
        if (text.startsWith("moan")) {
            throw new ProviderFailureException(new ProviderFailure.Unavailable("moaned"), MOANED);
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

    @Override
    public Future<byte[]> fetch(MadeFile file, ProviderCall call, ProviderCalls calls) {
        return calls.call(ProviderRequest.get("/" + file.id(), Map.of()));
    }

    private static List<StreamStep> steps(String line, AtomicInteger said) {
        if (line.startsWith("say ")) {
            return List.of(
                    new StreamStep.Counted(Usage.estimate(3, said.incrementAndGet())),
                    new StreamStep.Said(new Delta.Text(line.substring(4))));
        }
        return switch (line) {
            case "" -> List.of();
            case "draw" -> List.of(new StreamStep.Made(new MadeFile("dot", "image/png")));
            case "stop" -> List.of(new StreamStep.Finished(FinishReason.STOP, Usage.of(3, said.get())));
            case "murmur" -> List.of(new StreamStep.Said(new Delta.Reasoning("hm")));
            case "cut" -> List.of(new StreamStep.CutShort(FinishReason.STOP, Usage.estimate(3, said.get())));
            case "fail" -> List.of(new StreamStep.Failed(new ProviderFailure.Unavailable("gave up")));
            case "moan" -> List.of(new StreamStep.Failed(new ProviderFailure.Unavailable("moaned"), MOANED));
            case "explode" -> throw new IllegalStateException("a mistake of ours");
            default -> throw new MalformedAnswerException("not a line");
        };
    }

    @Override
    public ProviderFailure refusal(ProviderRefusal refusal) {
        return switch (refusal.status()) {
            case 400 ->
                new ProviderFailure.InvalidRequest("no", refusal.operation().content(), "invalid_value");
            case 401, 403 -> new ProviderFailure.BadCredentials();
            case 429 -> new ProviderFailure.RateLimited(RetryAfter.parse(refusal.retryAfter()));
            default -> new ProviderFailure.Unavailable("status " + refusal.status());
        };
    }

    @Override
    public String words(ProviderRefusal refusal) {
        return new String(refusal.body(), StandardCharsets.UTF_8);
    }

    @Override
    public void check(ChatCompletionRequest request, ProviderModel model) {
        if (request.seed() != null && request.seed() == UNLUCKY) {
            throw new InvalidParameterException("seed", "unsupported_value", "Unlucky.");
        }
    }

    @Override
    public Set<HostedTool.Kind> hostedTools(ProviderModel model) {
        return Set.of(HostedTool.Kind.CODE_INTERPRETER);
    }

    @Override
    public Set<String> surfaces() {
        return Set.of("other");
    }

    @Override
    public Future<ChatCompletionRequest> prepare(
            ChatCompletionRequest request, ProviderModel model, @Nullable String accountId, ProviderCalls calls) {
        if (!extras.contains(Extra.UPLOADS)) {
            return Future.succeededFuture(request);
        }
        return calls.call(new ProviderRequest("/upload", Map.of(), "image".getBytes(StandardCharsets.UTF_8), false))
                .map(id -> request.withMessages(List.of(new ChatMessage.UserMessage(
                        List.of(new ContentPart.Text("uploaded " + new String(id, StandardCharsets.UTF_8)))))));
    }

    @Override
    public Authorization authorization() {
        return authorization;
    }

    @Override
    public Authorization authorization(CustomerCredential credential) {
        return Authorization.fixed("customer " + credential.secret());
    }

    @Override
    public Optional<ModelLister> models() {
        return extras.contains(Extra.MODEL_LIST) ? Optional.of(new ToyModels()) : Optional.empty();
    }

    @Override
    public Optional<EmbeddingProvider> embeddings() {
        return extras.contains(Extra.EMBEDDINGS) ? Optional.of(new ToyEmbeddings()) : Optional.empty();
    }

    @Override
    public Optional<TokenCounter> tokenCounter(ProviderModel model) {
        return extras.contains(Extra.TOKEN_COUNTER) ? Optional.of(new ToyTokenCounter()) : Optional.empty();
    }

    /** The first token is {@code token-0}; each that is rejected makes place for the next. */
    private final class ToyTokens implements Authorization {
        private final AtomicInteger tokens = new AtomicInteger();

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
        public void rejected(@Nullable String authorization) {
            tokens.incrementAndGet();
        }

        @Override
        public String state() {
            return "held";
        }
    }
}
