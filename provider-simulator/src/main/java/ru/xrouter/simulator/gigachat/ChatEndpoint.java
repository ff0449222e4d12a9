package ru.xrouter.simulator.gigachat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.answer.Json;
import ru.xrouter.simulator.exchange.Exchange;
import ru.xrouter.simulator.gigachat.ChatVersion.AnswerHead;
import ru.xrouter.simulator.knobs.Directive;
import ru.xrouter.simulator.knobs.GlobalKnobs;
import ru.xrouter.simulator.knobs.Knob;
import ru.xrouter.simulator.knobs.Knobs;
import ru.xrouter.simulator.served.Served;
import ru.xrouter.simulator.served.ServedCall;

/** {@code POST …/chat/completions} of one version of the API. */
final class ChatEndpoint {
    private static final int CONTEXT = 128_000;

    private final ChatVersion version;
    private final Vertx vertx;
    private final Clock clock;
    private final GigaChatAccess access;
    private final GlobalKnobs.Slot slot;
    private final Served served;
    private final Sessions sessions;
    private final FileStore files;
    private final AccountGate gate;

    ChatEndpoint(
            ChatVersion version,
            Vertx vertx,
            Clock clock,
            GigaChatAccess access,
            GlobalKnobs.Slot slot,
            Served served,
            Sessions sessions,
            FileStore files,
            AccountGate gate) {
        this.version = version;
        this.vertx = vertx;
        this.clock = clock;
        this.access = access;
        this.slot = slot;
        this.served = served;
        this.sessions = sessions;
        this.files = files;
        this.gate = gate;
    }

    void handle(HttpServerRequest request, Buffer body) {
        var call = served.begin(GigaChatRoutes.PROVIDER, request.path(), request.headers(), body);
        var exchange = new Exchange(vertx, request, call);
        exchange.use(slot.knobs());
        GigaChatHeaders.put(request);
        try {
            var account = access.account(request, slot.knobs());
            call.paidBy(account);
            var chat = version.read(Json.parse(body), id -> files.info(account, id));
            serve(chat, account, exchange, call);
        } catch (GigaChatRefusal refusal) {
            GigaChatHeaders.contentType(exchange.response(), refusal);
            exchange.refuse(refusal.status(), refusal.body());
        } catch (IllegalArgumentException badKnob) {
            var refusal = GigaChatRefusal.badRequest("simulator: " + badKnob.getMessage());
            exchange.use(Knobs.NONE);
            exchange.refuse(refusal.status(), refusal.body());
        }
    }

    private void serve(ChatRequest request, String account, Exchange exchange, ServedCall call) {
        call.attribute(request.model(), request.stream());
        var directive = Directive.in(request.lastUserContent());
        var knobs = knobs(exchange.header("x-sim-knobs"), directive, request);
        exchange.use(knobs);
        enter(account, call);
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
        answer(request, directive.text(), knobs, exchange, promptTokens, account);
    }

    private void enter(String account, ServedCall call) {
        if (!slot.enter()) {
            throw GigaChatRefusal.tooManyRequests();
        }
        if (!gate.enter(account, slot.knobs().get(Knob.KEY_CONCURRENCY, Integer.MAX_VALUE))) {
            slot.leave();
            throw GigaChatRefusal.tooManyRequests();
        }
        call.afterwards(() -> {
            gate.leave(account);
            slot.leave();
        });
    }

    private Knobs knobs(@Nullable String header, Directive directive, ChatRequest request) {
        var own = header == null ? Knobs.NONE : Knobs.parse(header);
        var knobs = own.over(directive.knobs()).over(slot.knobs());
        return request.updateMillis() > knobs.get(Knob.GAP, 0)
                ? Knobs.parse("gap=" + request.updateMillis() + "ms").over(knobs)
                : knobs;
    }

    private void answer(
            ChatRequest request,
            String lastUserText,
            Knobs knobs,
            Exchange exchange,
            int promptTokens,
            String account) {
        var session = exchange.header("x-session-id");
        var cached = session == null ? 0 : sessions.cachedTokens(session, request);
        var now = clock.millis() / 1000;
        var made = MadeFile.of(request, lastUserText)
                .map(file -> new ChatAnswer.Made(file, files.made(file, account, exchange.header("x-client-id"), now)))
                .orElse(null);
        var answer = ChatAnswer.to(request, lastUserText, knobs, made);
        var head = new AnswerHead(request.model(), now, promptTokens, cached);
        var writer = version.write(head, answer, answer.content().pieces(knobs));
        if (request.stream()) {
            exchange.response().putHeader("content-type", "text/event-stream");
            exchange.stream(writer);
        } else {
            exchange.answer(writer.whole(), answer.tokens());
        }
    }
}
