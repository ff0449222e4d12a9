package ru.xrouter.provider.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.AdapterReport;
import ru.xrouter.api.chat.AnswerWriter;
import ru.xrouter.api.http.Headers;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.ProviderAnswer;
import ru.xrouter.provider.ProviderCall;

/** An answer that is not streamed: every choice read whole and translated once, sent when all are there. */
final class PlainAnswer implements WholeBodies.Listener {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private final Exchange exchange;
    private final List<ProviderCall> calls;
    private final AnswerWriter writer;
    private final @Nullable ProviderAnswer[] choices;

    /** @param calls one for each choice */
    PlainAnswer(Exchange exchange, List<ProviderCall> calls, AnswerWriter writer) {
        this.exchange = exchange;
        this.calls = calls;
        this.writer = writer;
        this.choices = new ProviderAnswer[calls.size()];
    }

    void start() {
        var requests = calls.stream().map(ProviderCall::outgoing).toList();
        new WholeBodies(exchange, requests, calls.size(), this).start();
    }

    @Override
    public void answered(int choice, byte[] body) {
        var answer = exchange.upstream().provider.answer(calls.get(choice), body);
        choices[choice] = answer;
        exchange.served(answer.usage());
    }

    @Override
    public void complete(@Nullable String providerRequestId) {
        if (exchange.isOver()) {
            return;
        }
        var files = new MadeFiles(exchange);
        var whole = new ArrayList<Future<ProviderAnswer>>(choices.length);
        for (int i = 0; i < choices.length; i++) {
            whole.add(files.put(calls.get(i), Objects.requireNonNull(choices[i])));
        }
        Future.all(whole)
                .onFailure(exchange::unreadable)
                .onSuccess(_ -> send(whole.stream().map(Future::result).toList(), providerRequestId));
    }

    private void send(List<ProviderAnswer> answered, @Nullable String providerRequestId) {
        if (exchange.isOver()) {
            return;
        }
        var usage = answered.stream().map(ProviderAnswer::usage).reduce(Usage.NONE, Usage::plus);
        exchange.used(usage);
        exchange.finish(ProviderMetrics.OK);
        var answers = answered.stream().map(ProviderAnswer::answer).toList();
        var finishReason = writer.finishReason(answers.getFirst().finishReason());
        var report = new AdapterReport(usage, finishReason, null, false, writer.created(), providerRequestId);
        var body = writer.withFingerprint(answered.getFirst().modelVersion()).completion(answers, Map.of());
        exchange.head()
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(Headers.REPORT, Reports.header(report))
                .end(Buffer.buffer(body));
    }
}
