package ru.xrouter.simulator.yandex;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.answer.Json;
import ru.xrouter.simulator.answer.Tokens;
import ru.xrouter.simulator.exchange.Exchange;
import ru.xrouter.simulator.knobs.GlobalKnobs;
import ru.xrouter.simulator.knobs.Knobs;
import ru.xrouter.simulator.served.Served;
import ru.xrouter.simulator.served.ServedCall;

/** {@code /v1/chat/completions}, {@code /v1/embeddings} and {@code /v1/models}: the OpenAI-compatible surface. */
final class OpenAiEndpoint {
    private final Vertx vertx;
    private final Clock clock;
    private final YandexAccess access;
    private final GlobalKnobs.Slot slot;
    private final Served served;

    OpenAiEndpoint(Vertx vertx, Clock clock, YandexAccess access, GlobalKnobs.Slot slot, Served served) {
        this.vertx = vertx;
        this.clock = clock;
        this.access = access;
        this.slot = slot;
        this.served = served;
    }

    /** Answers once the caller is let in. */
    @FunctionalInterface
    private interface Service {
        void serve(Exchange exchange, ServedCall call, @Nullable String folder);
    }

    void chat(HttpServerRequest request, Buffer body) {
        serve(request, body, (exchange, call, folder) -> {
            var chat = OpenAiRules.read(Json.parse(body), folder);
            if (!chat.model().generator().own()) {
                YandexHeaders.ofOpenModels(request.response(), chat.stream());
            }
            var writer = new OpenAiWriter(chat, Admitted.admit(chat, exchange, call, slot), clock.millis() / 1000);
            if (chat.stream()) {
                request.response().putHeader("content-type", "text/event-stream");
                exchange.stream(writer);
            } else {
                exchange.answer(writer.whole(), writer.tokens());
            }
        });
    }

    void embeddings(HttpServerRequest request, Buffer body) {
        serve(request, body, (exchange, _, folder) -> {
            YandexHeaders.ofOpenModels(request.response(), false);
            exchange.answer(embedding(Json.parse(body), folder), 0);
        });
    }

    void models(HttpServerRequest request) {
        serve(request, Buffer.buffer(), (exchange, _, folder) -> {
            var json = Json.MAPPER.createObjectNode().put("object", "list");
            var data = json.putArray("data");
            for (var entry : YandexModels.listed(folder == null ? ModelUri.OWN_FOLDER : folder)) {
                data.addObject()
                        .put("id", entry.id())
                        .put("object", "model")
                        .put("owned_by", entry.owner())
                        .put("created", 0);
            }
            exchange.answer(Buffer.buffer(json.toString()), 0);
        });
    }

    private void serve(HttpServerRequest request, Buffer body, Service service) {
        var call = served.begin(YandexRoutes.PROVIDER, request.path(), request.headers(), body);
        var exchange = new Exchange(vertx, request, call);
        exchange.use(slot.knobs());
        YandexHeaders.put(request);
        try {
            var folder = Folder.of(
                    exchange.header("openai-project"), access.checkCompatible(exchange.header("authorization")));
            call.paidBy(folder == null ? "" : folder);
            service.serve(exchange, call, folder);
        } catch (YandexRefusal refusal) {
            exchange.response().putHeader("content-type", refusal.isHtml() ? "text/html" : "application/json");
            exchange.refuse(refusal.status(), OpenAiErrors.body(refusal, exchange.knobs()));
        } catch (IllegalArgumentException badKnob) {
            exchange.use(Knobs.NONE);
            var refusal = YandexRefusal.invalid("simulator: " + badKnob.getMessage());
            exchange.refuse(refusal.status(), OpenAiErrors.body(refusal, Knobs.NONE));
        }
    }

    /** One text at a time: lists of several were never recorded. */
    private static Buffer embedding(@Nullable JsonNode body, @Nullable String folder) {
        if (body == null || !body.isObject()) {
            throw YandexRefusal.invalid("the body is not a JSON object");
        }
        var model = ModelUri.embedding(body.path("model").textValue(), folder);
        var input = body.path("input");
        var text = input.isArray() && input.size() == 1 ? input.get(0) : input;
        if (!text.isTextual()) {
            throw YandexRefusal.invalid("input must be one text");
        }
        if (OpenAiRules.given(body.path("encoding_format"))
                && !body.path("encoding_format").asText().equals("float")) {
            throw YandexRefusal.invalid("encoding_format must be float");
        }
        CompletionRules.checkLength(text.textValue());
        var tokens = Tokens.of(text.textValue());
        var vector = SmallEndpoints.vector(new StringBuilder(), text.textValue(), SmallEndpoints.DIMENSIONS);
        return Buffer.buffer("{\"object\":\"list\",\"data\":[{\"index\":0,\"embedding\":[" + vector
                + "],\"object\":\"embedding\"}],\"model\":\"emb://" + model.folder() + '/' + model.served()
                + "\",\"usage\":{\"prompt_tokens\":" + tokens + ",\"total_tokens\":" + tokens + "}}");
    }
}
