package ru.xrouter.simulator.gigachat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.answer.Json;
import ru.xrouter.simulator.exchange.Exchange;
import ru.xrouter.simulator.knobs.Directive;
import ru.xrouter.simulator.knobs.GlobalKnobs;
import ru.xrouter.simulator.knobs.Knob;
import ru.xrouter.simulator.knobs.Knobs;
import ru.xrouter.simulator.served.Served;
import ru.xrouter.simulator.served.ServedCall;

/** {@code POST /api/v1/chat/completions}. */
final class ChatEndpoint {
    private static final int CONTEXT = 128_000;

    private final Vertx vertx;
    private final Clock clock;
    private final GigaChatAccess access;
    private final GlobalKnobs.Slot slot;
    private final Served served;
    private final Sessions sessions;

    ChatEndpoint(
            Vertx vertx, Clock clock, GigaChatAccess access, GlobalKnobs.Slot slot, Served served, Sessions sessions) {
        this.vertx = vertx;
        this.clock = clock;
        this.access = access;
        this.slot = slot;
        this.served = served;
        this.sessions = sessions;
    }

    void handle(HttpServerRequest request, Buffer body) {
        var call = served.begin(GigaChatRoutes.PROVIDER, request.path(), request.headers(), body);
        var exchange = new Exchange(vertx, request, call);
        exchange.use(slot.knobs());
        GigaChatHeaders.put(request);
        try {
            access.check(request, slot.knobs());
            serve(ChatRules.read(Json.parse(body)), exchange, call);
        } catch (GigaChatRefusal refusal) {
            GigaChatHeaders.contentType(exchange.response(), refusal);
            exchange.refuse(refusal.status(), refusal.body());
        } catch (IllegalArgumentException badKnob) {
            var refusal = GigaChatRefusal.badRequest("simulator: " + badKnob.getMessage());
            exchange.use(Knobs.NONE);
            exchange.refuse(refusal.status(), refusal.body());
        }
    }

    private void serve(ChatRequest request, Exchange exchange, ServedCall call) {
        call.attribute(request.model(), request.stream());
        var directive = Directive.in(request.lastUserContent());
        var knobs = knobs(exchange.header("x-sim-knobs"), directive, request);
        exchange.use(knobs);
        if (!slot.enter()) {
            throw GigaChatRefusal.tooManyRequests();
        }
        call.afterwards(slot::leave);
        if (knobs.on(Knob.RATE_LIMITED)) {
            throw GigaChatRefusal.tooManyRequests();
        }
        if (knobs.has(Knob.STATUS)) {
            throw GigaChatRefusal.ofStatus((int) knobs.get(Knob.STATUS, 0));
        }
        var promptTokens = request.promptTokens();
        if (promptTokens > CONTEXT) {
            throw GigaChatRefusal.badRequest(
                    "Bad request: too many tokens, " + promptTokens + " of at most " + CONTEXT);
        }
        call.prompted(promptTokens);
        answer(request, directive.text(), knobs, exchange, promptTokens);
    }

    private Knobs knobs(@Nullable String header, Directive directive, ChatRequest request) {
        var own = header == null ? Knobs.NONE : Knobs.parse(header);
        var knobs = own.over(directive.knobs()).over(slot.knobs());
        return request.updateMillis() > knobs.get(Knob.GAP, 0)
                ? Knobs.parse("gap=" + request.updateMillis() + "ms").over(knobs)
                : knobs;
    }

    private void answer(ChatRequest request, String lastUserText, Knobs knobs, Exchange exchange, int promptTokens) {
        var session = exchange.header("x-session-id");
        var cached = session == null ? 0 : sessions.cachedTokens(session, request);
        var answer = ChatAnswer.to(request, lastUserText, knobs);
        var writer = new ChatWriter(
                answer,
                request.model(),
                clock.millis() / 1000,
                promptTokens,
                cached,
                answer.content().pieces(knobs));
        if (request.stream()) {
            exchange.response().putHeader("content-type", "text/event-stream");
            exchange.stream(writer);
        } else {
            exchange.answer(writer.whole(), answer.tokens());
        }
    }
}
