package ru.xrouter.simulator.yandex;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import ru.xrouter.simulator.answer.Json;
import ru.xrouter.simulator.answer.Tokens;
import ru.xrouter.simulator.exchange.Chunks;
import ru.xrouter.simulator.exchange.Identifiers;
import ru.xrouter.simulator.knobs.Knob;
import ru.xrouter.simulator.knobs.Knobs;
import ru.xrouter.simulator.yandex.CompletionAnswer.Call;
import ru.xrouter.simulator.yandex.CompletionAnswer.Status;

/**
 * Writes an answer as the OpenAI-compatible surface does, whole or in events. Yandex's own models and the open ones have
 * different backends, and each has its own habits.
 */
final class OpenAiWriter implements Chunks {
    /** The visible reasoning: exactly as many tokens as are counted for it. */
    static final String REASONING =
            "Думаю как имитатор: ".repeat(4).substring(0, CompletionAnswer.REASONING * Tokens.CODE_POINTS);

    private static final int ARGUMENTS_PIECE = 8;

    private final CompletionRequest request;
    private final CompletionAnswer answer;
    private final Knobs knobs;
    private final int promptTokens;
    private final long created;
    private final boolean own;
    private final String id;
    private final List<Event> events = new ArrayList<>();

    private record Event(String data, long tokens) {}

    OpenAiWriter(CompletionRequest request, Admitted admitted, long created) {
        this.request = request;
        this.answer = admitted.answer();
        this.knobs = admitted.knobs();
        this.promptTokens = admitted.promptTokens();
        this.created = created;
        this.own = request.model().generator().own();
        this.id = own ? Identifiers.uuid() : "chatcmpl-" + Identifiers.uuid();
        if (request.stream()) {
            writeEvents();
        }
    }

    Buffer whole() {
        var json = identity("chat.completion");
        var choice = json.putArray("choices").addObject().put("index", 0);
        var message = choice.putObject("message").put("role", "assistant");
        if (answer.reasoningTokens() > 0) {
            message.put("reasoning_content", REASONING);
        }
        // Beside calls there is an empty text, or none at all with some of the open models.
        if (answer.calls().isEmpty() || own || !sees()) {
            message.put("content", text());
        }
        for (var i = 0; i < answer.calls().size(); i++) {
            call(
                    message,
                    i,
                    callId(answer.calls().get(i)),
                    "function",
                    answer.calls().get(i),
                    true);
        }
        choice.put("finish_reason", finishReason());
        usage(json);
        return Buffer.buffer(json.toString());
    }

    int tokens() {
        return answer.tokens();
    }

    @Override
    public int count() {
        return events.size();
    }

    @Override
    public Buffer chunk(int index) {
        return Buffer.buffer("data: " + events.get(index).data() + "\n\n");
    }

    @Override
    public long tokensAfter(int index) {
        return events.get(index).tokens();
    }

    @Override
    public Buffer failure() {
        return OpenAiErrors.event(YandexRefusal.ofStatus(500), knobs);
    }

    private void writeEvents() {
        if (own) {
            ownEvents();
        } else {
            openEvents();
        }
        events.add(new Event("[DONE]", answer.tokens()));
    }

    /** Big pieces; the role, the end and whole calls ride along with them. No usage. */
    private void ownEvents() {
        if (answer.status() == Status.TOOL_CALLS) {
            var delta = json().put("role", "assistant").put("content", "");
            for (var i = 0; i < answer.calls().size(); i++) {
                call(
                        delta,
                        i,
                        callId(answer.calls().get(i)),
                        "function",
                        answer.calls().get(i),
                        true);
            }
            event(delta, finishReason(), answer.tokens());
            return;
        }
        var pieces = pieces();
        if (answer.status() == Status.CONTENT_FILTER) {
            // The whole replacement text, whatever went before.
            pieces.add(new Event(CompletionAnswer.REFUSAL, answer.tokens()));
        }
        for (var i = 0; i < pieces.size(); i++) {
            var delta = json();
            if (i == 0) {
                delta.put("role", "assistant");
            }
            var last = i == pieces.size() - 1;
            event(
                    delta.put("content", pieces.get(i).data()),
                    last ? finishReason() : "",
                    pieces.get(i).tokens());
        }
    }

    /** The role alone, token by token, the end alone, and always the usage. */
    private void openEvents() {
        event(json().put("role", "assistant").put("content", ""), "", 0);
        if (answer.reasoningTokens() > 0) {
            var half = REASONING.length() / 2;
            event(json().put("reasoning_content", REASONING.substring(0, half)), "", answer.reasoningTokens() / 2);
            event(json().put("reasoning_content", REASONING.substring(half)), "", answer.reasoningTokens());
        }
        if (answer.status() == Status.TOOL_CALLS) {
            openCalls();
        } else {
            for (var piece : pieces()) {
                event(json().put("content", piece.data()), "", piece.tokens());
            }
        }
        // The replacement of a filtered text says so itself.
        event(
                answer.status() == Status.CONTENT_FILTER ? json().put("content", CompletionAnswer.REFUSAL) : json(),
                finishReason(),
                answer.tokens());
        var usage = identity("chat.completion.chunk");
        usage.putArray("choices");
        usage(usage);
        events.add(new Event(usage.toString(), answer.tokens()));
    }

    /** First the name, then the arguments in pieces whose other members are empty texts. */
    private void openCalls() {
        var tokens = 0L;
        for (var i = 0; i < answer.calls().size(); i++) {
            var call = answer.calls().get(i);
            var opening = json();
            call(opening, i, callId(call), sees() ? "" : "function", call, false);
            event(opening, "", tokens);
            tokens += call.tokens();
            var arguments = call.arguments().toString();
            for (var from = 0; from < arguments.length(); from += ARGUMENTS_PIECE) {
                var delta = json();
                var piece = delta.putArray("tool_calls").addObject();
                piece.put("index", i).put("id", "").put("type", "");
                piece.putObject("function")
                        .put("name", "")
                        .put(
                                "arguments",
                                arguments.substring(from, Math.min(arguments.length(), from + ARGUMENTS_PIECE)));
                event(delta, "", tokens);
            }
        }
    }

    /** The text cut into pieces, each with the tokens up to its end. */
    private List<Event> pieces() {
        var passed = answer.status() == Status.CONTENT_FILTER ? knobs.get(Knob.CONTENT_FILTER, 0) : Long.MAX_VALUE;
        var text = answer.text();
        var count = own || knobs.has(Knob.CHUNKS) ? text.pieces(knobs) : Math.max(1, text.tokens());
        var pieces = new ArrayList<Event>();
        var from = 0;
        for (var i = 0; i < count && i < passed; i++) {
            var to = text.index(text.codePointsAfter(i, count));
            pieces.add(new Event(
                    text.text().substring(from, to),
                    answer.reasoningTokens() + (long) Tokens.ofCodePoints(text.codePointsAfter(i, count))));
            from = to;
        }
        return pieces;
    }

    private void event(ObjectNode delta, String finishReason, long tokens) {
        var json = identity("chat.completion.chunk");
        var choice = json.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        if (!finishReason.isEmpty()) {
            choice.put("finish_reason", finishReason);
        }
        events.add(new Event(json.toString(), tokens));
    }

    private ObjectNode identity(String object) {
        return json().put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", model());
    }

    /** Own models name the caller's folder, open ones leave it out. */
    private String model() {
        var uri = request.model();
        return own ? "gpt://" + uri.folder() + '/' + uri.served() : "gpt://" + uri.served();
    }

    private String callId(Call call) {
        return own ? call.name() : "chatcmpl-tool-" + Identifiers.uuid().replace("-", "");
    }

    private static void call(ObjectNode message, int index, String id, String type, Call call, boolean whole) {
        var calls = message.withArray("tool_calls").addObject();
        calls.put("index", index).put("id", id).put("type", type);
        calls.putObject("function")
                .put("name", call.name())
                .put("arguments", whole ? call.arguments().toString() : "");
    }

    private void usage(ObjectNode json) {
        json.putObject("usage")
                .put("prompt_tokens", promptTokens)
                .put("total_tokens", promptTokens + answer.tokens())
                .put("completion_tokens", answer.tokens());
    }

    private String text() {
        return switch (answer.status()) {
            case TOOL_CALLS -> "";
            case CONTENT_FILTER -> CompletionAnswer.REFUSAL;
            case FINAL, TRUNCATED_FINAL -> answer.text().text();
        };
    }

    private String finishReason() {
        return switch (answer.status()) {
            case FINAL -> "stop";
            case TRUNCATED_FINAL -> "length";
            case CONTENT_FILTER -> "content_filter";
            case TOOL_CALLS -> "tool_calls";
        };
    }

    private boolean sees() {
        return request.model().generator().sees();
    }

    private static ObjectNode json() {
        return Json.MAPPER.createObjectNode();
    }
}
