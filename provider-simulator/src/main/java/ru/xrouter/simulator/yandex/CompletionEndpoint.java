package ru.xrouter.simulator.yandex;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import ru.xrouter.simulator.answer.Json;
import ru.xrouter.simulator.exchange.Exchange;
import ru.xrouter.simulator.knobs.GlobalKnobs;
import ru.xrouter.simulator.knobs.Knob;
import ru.xrouter.simulator.knobs.Knobs;
import ru.xrouter.simulator.served.Served;
import ru.xrouter.simulator.served.ServedCall;

/** {@code POST /foundationModels/v1/completion}. */
final class CompletionEndpoint {
    private final Vertx vertx;
    private final YandexAccess access;
    private final GlobalKnobs.Slot slot;
    private final Served served;

    CompletionEndpoint(Vertx vertx, YandexAccess access, GlobalKnobs.Slot slot, Served served) {
        this.vertx = vertx;
        this.access = access;
        this.slot = slot;
        this.served = served;
    }

    void handle(HttpServerRequest request, Buffer body) {
        var call = served.begin(YandexRoutes.PROVIDER, request.path(), request.headers(), body);
        var exchange = new Exchange(vertx, request, call);
        exchange.use(slot.knobs());
        YandexHeaders.put(request);
        try {
            var folder = Folder.of(exchange.header("x-folder-id"), access.check(exchange.header("authorization")));
            call.paidBy(folder == null ? "" : folder);
            var lenient = slot.knobs().on(Knob.LENIENT);
            serve(CompletionRules.read(Json.parse(body), folder, lenient), exchange, call);
        } catch (YandexRefusal refusal) {
            if (refusal.isHtml()) {
                exchange.response().putHeader("content-type", "text/html");
            }
            exchange.refuse(refusal.status(), refusal.body());
        } catch (IllegalArgumentException badKnob) {
            exchange.use(Knobs.NONE);
            exchange.refuse(
                    400,
                    YandexRefusal.invalid("simulator: " + badKnob.getMessage()).body());
        }
    }

    private void serve(CompletionRequest request, Exchange exchange, ServedCall call) {
        var admitted = Admitted.admit(request, exchange, call, slot);
        var answer = admitted.answer();
        var knobs = admitted.knobs();
        var writer = new CompletionWriter(
                answer, admitted.promptTokens(), answer.text().pieces(knobs), knobs.get(Knob.CONTENT_FILTER, 0));
        if (request.stream()) {
            exchange.stream(writer);
        } else {
            exchange.answer(writer.whole(), answer.tokens());
        }
    }
}
