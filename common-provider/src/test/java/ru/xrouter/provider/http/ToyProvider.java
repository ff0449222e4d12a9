package ru.xrouter.provider.http;

import io.vertx.core.Future;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.Answer;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.Delta;
import ru.xrouter.api.chat.FinishReason;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.ChatProvider;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderAnswer;
import ru.xrouter.provider.ProviderCall;
import ru.xrouter.provider.RetryAfter;
import ru.xrouter.provider.StreamStep;
import ru.xrouter.provider.StreamTranslation;

/**
 * A provider whose answers are plain words. A streamed line {@code say x} is text that counts a token more, {@code stop}
 * finishes, {@code cut} is complete while the provider goes on, {@code fail} gives up; anything else is malformed.
 */
final class ToyProvider implements ChatProvider {
    private final URI apiUrl;
    private final AtomicInteger tokens = new AtomicInteger();

    ToyProvider(int port) {
        apiUrl = URI.create("http://localhost:" + port);
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
        return new ProviderCall(
                request,
                "/answer",
                Map.of("x-toy", providerModel),
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
        return Future.succeededFuture("token-" + tokens.get());
    }

    @Override
    public void rejected(@Nullable String authorization) {
        tokens.incrementAndGet();
    }
}
