package ru.xrouter.simulator.yandex;

import io.vertx.core.buffer.Buffer;
import ru.xrouter.simulator.answer.Json;
import ru.xrouter.simulator.answer.Tokens;
import ru.xrouter.simulator.exchange.Chunks;
import ru.xrouter.simulator.yandex.CompletionAnswer.Status;

/** Writes an answer in the native wire format: one object, or a stream of objects whose text grows. */
final class CompletionWriter implements Chunks {
    private static final String MODEL_VERSION = "09.02.2025";

    private final CompletionAnswer answer;
    private final int promptTokens;
    private final int pieces;
    private final int count;

    /** Streams in so many pieces, of which the content filter lets only the first few pass. */
    CompletionWriter(CompletionAnswer answer, int promptTokens, int pieces, long passed) {
        this.answer = answer;
        this.promptTokens = promptTokens;
        this.pieces = pieces;
        this.count = switch (answer.status()) {
            case TOOL_CALLS -> 1;
            case CONTENT_FILTER -> (int) Math.min(passed, pieces - 1) + 1;
            case FINAL, TRUNCATED_FINAL -> pieces;
        };
    }

    Buffer whole() {
        var reasoning = "{\"reasoningTokens\":\"" + answer.reasoningTokens() + "\"}";
        return Buffer.buffer(
                last(new StringBuilder(512), answer.tokens(), reasoning).toString());
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public long tokensAfter(int index) {
        if (answer.status() == Status.TOOL_CALLS) {
            return answer.tokens();
        }
        if (answer.status() == Status.CONTENT_FILTER && index == count - 1) {
            return index == 0 ? answer.tokens() : Math.max(answer.tokens(), tokensAfter(index - 1));
        }
        return (long) answer.reasoningTokens()
                + Tokens.ofCodePoints(answer.text().codePointsAfter(index, pieces));
    }

    @Override
    public Buffer chunk(int index) {
        var details =
                answer.reasoningTokens() == 0 ? "null" : "{\"reasoningTokens\":\"" + answer.reasoningTokens() + "\"}";
        var out = new StringBuilder(512);
        if (index == count - 1) {
            last(out, tokensAfter(index), details);
        } else {
            var text = answer.text();
            var soFar = text.text().substring(0, text.index(text.codePointsAfter(index, pieces)));
            open(out);
            Json.quote(out.append("\"text\":"), soFar);
            close(out, "PARTIAL", tokensAfter(index), details);
        }
        return Buffer.buffer(out.append('\n').toString());
    }

    @Override
    public Buffer failure() {
        return YandexRefusal.ofStatus(500).body().appendString("\n");
    }

    private StringBuilder last(StringBuilder out, long tokens, String details) {
        open(out);
        if (answer.status() == Status.TOOL_CALLS) {
            calls(out);
        } else {
            var filtered = answer.status() == Status.CONTENT_FILTER;
            Json.quote(
                    out.append("\"text\":"),
                    filtered ? CompletionAnswer.REFUSAL : answer.text().text());
        }
        return close(out, answer.status().name(), tokens, details);
    }

    private void calls(StringBuilder out) {
        out.append("\"toolCallList\":{\"toolCalls\":[");
        var separator = "";
        for (var call : answer.calls()) {
            Json.quote(out.append(separator).append("{\"functionCall\":{\"name\":"), call.name());
            out.append(",\"arguments\":").append(call.arguments()).append("}}");
            separator = ",";
        }
        out.append("]}");
    }

    private static void open(StringBuilder out) {
        out.append("{\"result\":{\"alternatives\":[{\"message\":{\"role\":\"assistant\",");
    }

    private StringBuilder close(StringBuilder out, String status, long tokens, String details) {
        return out.append("},\"status\":\"ALTERNATIVE_STATUS_")
                .append(status)
                .append("\"}],\"usage\":{\"inputTextTokens\":\"")
                .append(promptTokens)
                .append("\",\"completionTokens\":\"")
                .append(tokens)
                .append("\",\"totalTokens\":\"")
                .append(promptTokens + tokens)
                .append("\",\"completionTokensDetails\":")
                .append(details)
                .append("},\"modelVersion\":\"")
                .append(MODEL_VERSION)
                .append("\"}}");
    }
}
