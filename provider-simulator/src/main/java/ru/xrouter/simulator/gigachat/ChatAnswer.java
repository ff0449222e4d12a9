package ru.xrouter.simulator.gigachat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.answer.AnswerText;
import ru.xrouter.simulator.answer.Json;
import ru.xrouter.simulator.answer.SchemaSample;
import ru.xrouter.simulator.answer.Tokens;
import ru.xrouter.simulator.answer.WantedCall;
import ru.xrouter.simulator.exchange.Identifiers;
import ru.xrouter.simulator.knobs.Knob;
import ru.xrouter.simulator.knobs.Knobs;

/** What the simulated model answers to a chat request. Pure but for the state id. */
record ChatAnswer(
        AnswerText content,
        String reasoning,
        @Nullable FunctionCall call,
        @Nullable String stateId,
        boolean searched,
        @Nullable Made made,
        String finishReason) {
    private static final String REASONING = "Рассуждаю: вопрос понятен, ответ известен.";
    private static final AnswerText NO_TEXT = new AnswerText("", 0, false);
    private static final String REFUSAL = "Как и любая языковая модель, GigaChat не обладает собственным мнением."
            + " Чтобы избежать неправильного толкования, разговоры на чувствительные темы ограничены.";

    private static final String FOUND = "В сети нашлось [sources=[2]] и ещё вот что [sources=[1, 2]]. ";

    /** What a simulated search finds, in the form of a recorded answer. */
    static final String SOURCES = """
            {"1":{"url":"https://example.org/volga","title":"Волга"},"2":{"url":"https://example.org/tver","title":"Тверь"}}\
            """;

    /** A file that the model made, which the store holds under this id. */
    record Made(MadeFile file, String id) {}

    record FunctionCall(String name, JsonNode arguments) {
        int tokens() {
            return Tokens.of(name) + Tokens.of(arguments.toString());
        }
    }

    static ChatAnswer to(ChatRequest request, String lastUserText, Knobs knobs, @Nullable Made made) {
        var stateId = request.functions() == null && request.builtIns().isEmpty() ? null : Identifiers.issuedUuid();
        if (knobs.has(Knob.CONTENT_FILTER)) {
            return new ChatAnswer(
                    AnswerText.limited(REFUSAL, Integer.MAX_VALUE), "", null, stateId, false, null, "blacklist");
        }
        if (knobs.on(Knob.FINISH_ERROR)) {
            return new ChatAnswer(NO_TEXT, "", null, stateId, false, null, "error");
        }
        var call = functionCall(request, lastUserText);
        if (call != null) {
            return new ChatAnswer(NO_TEXT, "", call, stateId, false, null, "function_call");
        }
        var reasoning = request.reasoning() && Tokens.of(REASONING) < request.maxTokens() ? REASONING : "";
        var text = text(request, lastUserText, knobs, request.maxTokens() - Tokens.of(reasoning));
        if (knobs.on(Knob.THINK_TAGS)) {
            text = AnswerText.limited("<think>" + REASONING + "</think>\n\n" + text.text(), request.maxTokens());
            reasoning = "";
        }
        return new ChatAnswer(
                text, reasoning, null, stateId, request.searches(), made, text.truncated() ? "length" : "stop");
    }

    int tokens() {
        return Tokens.of(reasoning) + content.tokens() + (call == null ? 0 : call.tokens());
    }

    private static AnswerText text(ChatRequest request, String lastUserText, Knobs knobs, long maxTokens) {
        var form = request.form();
        if (form != null && !knobs.has(Knob.TOKENS) && !(request.schema() == null && request.wrongJson())) {
            return AnswerText.limited(Json.pretty(SchemaSample.of(form)), maxTokens);
        }
        var message = request.last().role().equals("function") ? request.last().text() : lastUserText + seen(request);
        return request.searches()
                ? AnswerText.limited(
                        FOUND + AnswerText.to(message, knobs, maxTokens).text(), maxTokens)
                : AnswerText.to(message, knobs, maxTokens);
    }

    /** Names the attached files, so that a test sees that they came. */
    private static String seen(ChatRequest request) {
        return request.lastUserFiles().stream()
                .map(file -> " Вижу: %s, %d байт.".formatted(file.filename(), file.bytes()))
                .collect(Collectors.joining());
    }

    private static @Nullable FunctionCall functionCall(ChatRequest request, String lastUserText) {
        var choice = request.choice();
        if (request.functions() == null
                || !choice.allowed()
                || request.last().role().equals("function")) {
            return null;
        }
        for (var wanted : WantedCall.in(lastUserText)) {
            var function = FunctionRules.function(request.functions(), wanted.name());
            if (function != null && (choice.forced() == null || choice.forced().equals(wanted.name()))) {
                return called(wanted, function, choice.partialArguments());
            }
        }
        if (choice.forced() == null) {
            return null;
        }
        var function = FunctionRules.function(request.functions(), choice.forced());
        return function == null
                ? null
                : called(new WantedCall(choice.forced(), null), function, choice.partialArguments());
    }

    private static FunctionCall called(WantedCall wanted, JsonNode function, @Nullable JsonNode partial) {
        var arguments = wanted.argumentsFor(function.path("parameters"));
        if (partial instanceof ObjectNode given && arguments instanceof ObjectNode object) {
            arguments = object.deepCopy().setAll(given);
        }
        return new FunctionCall(wanted.name(), arguments);
    }
}
