package ru.xrouter.provider.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.AdapterReport;
import ru.xrouter.api.chat.Answer;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.ChatCompletionWriter;
import ru.xrouter.api.chat.Delta;
import ru.xrouter.api.http.Headers;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.ProviderAnswer;
import ru.xrouter.provider.ProviderCall;
import ru.xrouter.provider.format.EmulatedFormat;
import ru.xrouter.provider.format.EmulatedFormat.Checked;

/**
 * An answer in a form that the model does not know. Every choice is checked; one that is wrong is asked for once more, and
 * what both calls used is counted. What became of it stands in the answer's metadata. A streamed answer comes in one
 * piece when all of it is right.
 */
final class FormattedAnswer {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream; charset=utf-8");

    private final Exchange exchange;
    private final EmulatedFormat format;
    private final ChatCompletionRequest asked;
    private final Function<ChatCompletionRequest, ProviderCall> translation;
    private final ChatCompletionWriter writer;
    private final MadeFiles files;

    /** From the best to the worst. */
    private enum State {
        EMULATED,
        REPAIRED,
        INVALID
    }

    private record Choice(Answer answer, Usage usage, State state, Answered last) {
        @Nullable
        String requestId() {
            return last.requestId();
        }
    }

    /** One call's answer, and the provider's name for the call. */
    private record Answered(ProviderAnswer answer, @Nullable String requestId) {}

    /** @param asked the request as the caller wrote it */
    FormattedAnswer(
            Exchange exchange,
            EmulatedFormat format,
            ChatCompletionRequest asked,
            Function<ChatCompletionRequest, ProviderCall> translation,
            ChatCompletionWriter writer) {
        this.exchange = exchange;
        this.format = format;
        this.asked = asked;
        this.translation = translation;
        this.writer = writer;
        this.files = new MadeFiles(exchange);
    }

    void start() {
        var call = translation.apply(format.first());
        exchange.ignoring(call.ignored());
        if (exchange.isOver()) {
            return;
        }
        var choices = new ArrayList<Future<Choice>>();
        for (int i = 0; i < asked.n(); i++) {
            choices.add(choice(call));
        }
        Future.all(choices)
                .onSuccess(_ -> send(choices.stream().map(Future::result).toList()))
                .onFailure(exchange::unreadable);
    }

    private Future<Choice> choice(ProviderCall call) {
        return answered(call)
                .compose(first -> checked(first).compose(check -> {
                    var usage = first.answer().usage();
                    if (check.isRight()) {
                        return Future.succeededFuture(new Choice(check.answer(), usage, State.EMULATED, first));
                    }
                    var wrong = new Choice(first.answer().answer(), usage, State.INVALID, first);
                    return check.canBeRepaired()
                            // What there is has been paid for: it is better than nothing when the second call fails.
                            ? again(first, check).otherwise(wrong)
                            : Future.succeededFuture(wrong);
                }));
    }

    private Future<Choice> again(Answered first, Checked wrong) {
        return answered(translation.apply(format.again(wrong)))
                .compose(second -> checked(second)
                        .map(check -> new Choice(
                                check.answer(),
                                first.answer().usage().plus(second.answer().usage()),
                                check.isRight() ? State.REPAIRED : State.INVALID,
                                second)));
    }

    private Future<Answered> answered(ProviderCall call) {
        return exchange.answered(call.outgoing())
                .compose(answer -> files.put(call, served(call, answer.body()))
                        .map(whole -> new Answered(whole, answer.requestId())));
    }

    private ProviderAnswer served(ProviderCall call, byte[] body) {
        var answer = exchange.upstream().provider.answer(call, body);
        exchange.served(answer.usage());
        return answer;
    }

    private Future<Checked> checked(Answered answered) {
        return exchange.upstream()
                .vertx
                .executeBlocking(() -> format.check(answered.answer().answer()), false);
    }

    private void send(List<Choice> choices) {
        if (!exchange.finish(ProviderMetrics.OK)) {
            return;
        }
        var usage = choices.stream().map(Choice::usage).reduce(Usage.NONE, Usage::plus);
        var state = choices.stream()
                .map(Choice::state)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        var metadata = Map.of("structured_output", state.name().toLowerCase(Locale.ROOT));
        var finishReason = writer.finishReason(choices.getFirst().answer().finishReason());
        var report = new AdapterReport(
                usage,
                finishReason,
                null,
                asked.includeUsage(),
                writer.created(),
                choices.getFirst().requestId());
        var answers = choices.stream().map(Choice::answer).toList();
        var signed = writer.withFingerprint(choices.getFirst().last().answer().modelVersion());
        if (asked.stream()) {
            exchange.head()
                    .putHeader(HttpHeaders.CONTENT_TYPE, EVENT_STREAM)
                    .end(events(signed, answers, metadata, report));
        } else {
            exchange.head()
                    .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                    .putHeader(Headers.REPORT, Reports.header(report))
                    .end(Buffer.buffer(signed.completion(answers, metadata)));
        }
    }

    private Buffer events(
            ChatCompletionWriter signed, List<Answer> answers, Map<String, String> metadata, AdapterReport report) {
        var withUsage = asked.includeUsage();
        var out = Buffer.buffer();
        for (int i = 0; i < answers.size(); i++) {
            var answer = answers.get(i);
            out.appendBytes(signed.firstChunk(i, withUsage));
            for (var delta : deltas(answer)) {
                out.appendBytes(signed.chunk(i, delta, withUsage));
            }
            out.appendBytes(signed.finishChunk(i, answer.finishReason(), withUsage, metadata));
        }
        Reports.append(out, report);
        return out;
    }

    private static List<Delta> deltas(Answer answer) {
        var deltas = new ArrayList<Delta>();
        if (answer.reasoning() != null) {
            deltas.add(new Delta.Reasoning(answer.reasoning()));
        }
        if (answer.text() != null) {
            deltas.add(new Delta.Text(answer.text()));
        }
        for (int i = 0; i < answer.toolCalls().size(); i++) {
            deltas.add(new Delta.Call(i, answer.toolCalls().get(i)));
        }
        if (!answer.citations().isEmpty()) {
            deltas.add(new Delta.Cited(answer.citations()));
        }
        answer.files().forEach(file -> deltas.add(new Delta.Made(file)));
        return deltas;
    }
}
