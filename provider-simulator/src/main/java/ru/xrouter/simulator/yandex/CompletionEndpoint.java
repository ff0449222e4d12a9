package ru.xrouter.simulator.yandex;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import ru.xrouter.simulator.answer.Json;
import ru.xrouter.simulator.exchange.Exchange;
import ru.xrouter.simulator.knobs.Directive;
import ru.xrouter.simulator.knobs.GlobalKnobs;
import ru.xrouter.simulator.knobs.Knob;
import ru.xrouter.simulator.knobs.Knobs;
import ru.xrouter.simulator.served.Served;
import ru.xrouter.simulator.served.ServedCall;

/** {@code POST /foundationModels/v1/completion}. */
final class CompletionEndpoint {
    private static final int CONTEXT = 32_768;

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
            access.check(exchange.header("authorization"));
            var lenient = slot.knobs().on(Knob.LENIENT);
            serve(CompletionRules.read(Json.parse(body), exchange.header("x-folder-id"), lenient), exchange, call);
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
        call.attribute(request.model().served(), request.stream());
        var directive = Directive.in(request.lastUserContent());
        var header = exchange.header("x-sim-knobs");
        var own = header == null ? Knobs.NONE : Knobs.parse(header);
        var knobs = own.over(directive.knobs()).over(slot.knobs());
        exchange.use(knobs);
        if (!slot.enter()) {
            throw YandexRefusal.tooManySessions();
        }
        call.afterwards(slot::leave);
        if (knobs.on(Knob.RATE_LIMITED)) {
            throw knobs.get(Knob.RATE_LIMITED, 0) == 2
                    ? YandexRefusal.tooManyPerHour()
                    : YandexRefusal.tooManySessions();
        }
        if (knobs.has(Knob.STATUS)) {
            throw YandexRefusal.ofStatus((int) knobs.get(Knob.STATUS, 0));
        }
        var promptTokens = request.promptTokens();
        if (promptTokens > CONTEXT) {
            throw YandexRefusal.invalid(
                    "number of input tokens must be no more than " + CONTEXT + ", got " + promptTokens);
        }
        call.prompted(promptTokens);
        answer(request, directive.text(), knobs, exchange, promptTokens);
    }

    private static void answer(
            CompletionRequest request, String lastUserText, Knobs knobs, Exchange exchange, int promptTokens) {
        var answer = CompletionAnswer.to(request, lastUserText, knobs);
        var writer = new CompletionWriter(
                answer, promptTokens, answer.text().pieces(knobs), knobs.get(Knob.CONTENT_FILTER, 0));
        if (request.stream()) {
            exchange.stream(writer);
        } else {
            exchange.answer(writer.whole(), answer.tokens());
        }
    }
}
