package ru.xrouter.simulator.yandex;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import ru.xrouter.simulator.answer.AnswerText;
import ru.xrouter.simulator.answer.Json;
import ru.xrouter.simulator.answer.SchemaSample;
import ru.xrouter.simulator.answer.Tokens;
import ru.xrouter.simulator.answer.WantedCall;
import ru.xrouter.simulator.knobs.Knob;
import ru.xrouter.simulator.knobs.Knobs;
import ru.xrouter.simulator.yandex.CompletionRequest.Tool;

/** What the simulated model answers to a completion request. Pure. */
record CompletionAnswer(AnswerText text, List<Call> calls, Status status, int reasoningTokens) {
    /** Tokens of hidden reasoning when it is on and the limit leaves room. */
    static final int REASONING = 16;

    /** The canned text that stands in for a filtered answer. */
    static final String REFUSAL = "В интернете есть много сайтов с информацией на эту тему.";

    private static final AnswerText NO_TEXT = new AnswerText("", 0, false);

    enum Status {
        FINAL,
        TRUNCATED_FINAL,
        CONTENT_FILTER,
        TOOL_CALLS
    }

    record Call(String name, JsonNode arguments) {
        int tokens() {
            return Tokens.of(name) + Tokens.of(arguments.toString());
        }
    }

    static CompletionAnswer to(CompletionRequest request, String lastUserText, Knobs knobs) {
        var calls = knobs.has(Knob.CONTENT_FILTER) ? List.<Call>of() : calls(request, lastUserText);
        if (!calls.isEmpty()) {
            return new CompletionAnswer(NO_TEXT, calls, Status.TOOL_CALLS, 0);
        }
        var reasoning = request.reasoning() && request.maxTokens() > REASONING ? REASONING : 0;
        var text = text(request, lastUserText, knobs, request.maxTokens() - reasoning);
        if (knobs.has(Knob.CONTENT_FILTER)) {
            return new CompletionAnswer(text, List.of(), Status.CONTENT_FILTER, reasoning);
        }
        return new CompletionAnswer(
                text, List.of(), text.truncated() ? Status.TRUNCATED_FINAL : Status.FINAL, reasoning);
    }

    /** Tokens of the whole answer, with its hidden reasoning. */
    int tokens() {
        var tokens = reasoningTokens + (status == Status.CONTENT_FILTER ? Tokens.of(REFUSAL) : text.tokens());
        for (var call : calls) {
            tokens += call.tokens();
        }
        return tokens;
    }

    private static AnswerText text(CompletionRequest request, String lastUserText, Knobs knobs, long maxTokens) {
        if (request.jsonSchema() != null && !knobs.has(Knob.TOKENS)) {
            return AnswerText.limited(Json.text(SchemaSample.of(request.jsonSchema())), maxTokens);
        }
        var message = request.last().toolResult() ? request.last().text() : lastUserText;
        if (request.jsonObject() && !knobs.has(Knob.TOKENS)) {
            var json = Json.MAPPER.createObjectNode().put("answer", message);
            return AnswerText.limited(Json.text(json), maxTokens);
        }
        return AnswerText.to(message, knobs, maxTokens);
    }

    private static List<Call> calls(CompletionRequest request, String lastUserText) {
        if (request.tools().isEmpty()
                || request.last().toolResult()
                || request.toolMode().equals("NONE")) {
            return List.of();
        }
        var calls = new ArrayList<Call>();
        for (var wanted : WantedCall.in(lastUserText)) {
            for (var tool : request.tools()) {
                if (tool.name().equals(wanted.name()) && mayCall(request, tool)) {
                    calls.add(new Call(tool.name(), wanted.argumentsFor(tool.parameters())));
                }
            }
        }
        if (calls.isEmpty() && mustCall(request)) {
            for (var tool : request.tools()) {
                if (calls.isEmpty() && mayCall(request, tool)) {
                    calls.add(new Call(tool.name(), new WantedCall(tool.name(), null).argumentsFor(tool.parameters())));
                }
            }
        }
        return request.parallelToolCalls() || calls.size() < 2 ? calls : List.of(calls.getFirst());
    }

    private static boolean mustCall(CompletionRequest request) {
        return request.toolMode().equals("REQUIRED")
                || !request.forcedFunction().isEmpty();
    }

    private static boolean mayCall(CompletionRequest request, Tool tool) {
        return request.forcedFunction().isEmpty() || request.forcedFunction().equals(tool.name());
    }
}
