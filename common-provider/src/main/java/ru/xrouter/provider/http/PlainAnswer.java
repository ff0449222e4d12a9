package ru.xrouter.provider.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import ru.xrouter.api.adapter.AdapterReport;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.http.Headers;
import ru.xrouter.provider.ProviderAnswer;
import ru.xrouter.provider.ProviderFailureException;

/** An answer that is not streamed: read whole, translated once. */
final class PlainAnswer {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private final ProviderExchange exchange;
    private final HttpClientResponse incoming;

    PlainAnswer(ProviderExchange exchange, HttpClientResponse incoming) {
        this.exchange = exchange;
        this.incoming = incoming;
    }

    void start() {
        AnswerBody.read(incoming, exchange.config().maxAnswer())
                .onSuccess(this::translate)
                .onFailure(failure -> exchange.fail(
                        new ProviderFailure.Interrupted(failure.getClass().getSimpleName())));
    }

    private void translate(Buffer body) {
        try {
            send(exchange.provider().answer(exchange.translated(), body.getBytes()));
        } catch (ProviderFailureException e) {
            exchange.fail(e.failure());
        } catch (RuntimeException e) {
            exchange.fail(new ProviderFailure.Unavailable(exchange.detail(e)));
        }
    }

    private void send(ProviderAnswer answered) {
        var took = exchange.microsSinceStart();
        if (!exchange.finish(ProviderMetrics.OK)) {
            return;
        }
        var created = System.currentTimeMillis() / 1000;
        var answer = answered.answer();
        var report = new AdapterReport(
                answered.usage(),
                answer.finishReason().wireName(),
                null,
                false,
                created,
                incoming.getHeader(Headers.REQUEST_ID));
        var response = exchange.response();
        response.putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(Headers.REPORT, Reports.header(report))
                .putHeader(Headers.PROVIDER_TIME, Long.toString(took));
        Ignored.disclose(response, exchange.translated().ignored());
        response.end(Buffer.buffer(exchange.writer(created).completion(answer, Map.of())));
    }
}
