package ru.xrouter.simulator.gigachat;

import io.vertx.core.buffer.Buffer;
import ru.xrouter.simulator.answer.Json;
import ru.xrouter.simulator.answer.Tokens;
import ru.xrouter.simulator.gigachat.ChatVersion.AnswerHead;

/** Writes an answer in GigaChat's v1 wire format, whole or as the pieces of a stream. */
final class ChatWriter implements AnswerForm {
    private final ChatAnswer answer;
    private final int promptTokens;
    private final int cachedTokens;
    private final int pieces;
    private final int progressChunks;
    private final int reasoningChunks;
    private final String tag;
    private final String tail;

    ChatWriter(AnswerHead head, ChatAnswer answer, int pieces) {
        this.answer = answer;
        this.promptTokens = head.promptTokens();
        this.cachedTokens = head.cachedTokens();
        this.pieces = answer.call() == null ? pieces : 0;
        this.progressChunks = answer.made() == null ? 0 : 2;
        this.tag = answer.made() == null ? "" : "<img src=\"" + answer.made().id() + "\" fuse=\"true\"/> ";
        this.reasoningChunks = answer.reasoning().isEmpty() ? 0 : 1;
        this.tail = "\"created\":" + head.created() + ",\"model\":\"" + GigaChatModels.versioned(head.model())
                + "\",\"object\":\"chat.completion\"";
    }

    @Override
    public Buffer whole() {
        var out = new StringBuilder(512).append("{\"choices\":[{\"message\":{\"content\":");
        Json.quote(out, tag + answer.content().text()).append(",\"role\":\"assistant\"");
        if (!answer.reasoning().isEmpty()) {
            Json.quote(out.append(",\"reasoning_content\":"), answer.reasoning());
        }
        call(out);
        state(out);
        out.append("},\"index\":0,\"finish_reason\":\"")
                .append(answer.finishReason())
                .append("\"}],");
        out.append(tail);
        return Buffer.buffer(usage(out).append('}').toString());
    }

    @Override
    public int count() {
        return progressChunks + reasoningChunks + pieces + 1;
    }

    @Override
    public long tokensAfter(int chunk) {
        var index = chunk - progressChunks;
        if (index >= reasoningChunks + pieces) {
            return answer.tokens();
        }
        var piece = index - reasoningChunks;
        var sent = piece < 0 ? 0 : answer.content().codePointsAfter(piece, pieces);
        return (long) Tokens.of(answer.reasoning()) + Tokens.ofCodePoints(sent);
    }

    @Override
    public Buffer chunk(int chunk) {
        var index = chunk - progressChunks;
        if (chunk < progressChunks) {
            return Buffer.buffer("data: {\"choices\":[{\"delta\":"
                    + (chunk == 0
                            ? "{\"content\":\"5\",\"role\":\"function_in_progress\"}"
                            : Json.quote(new StringBuilder("{\"role\":\"assistant\",\"content\":"), half(0))
                                    .append('}'))
                    + ",\"index\":0}]," + tail + "}\n\n");
        }
        var out = new StringBuilder(256).append("data: {\"choices\":[{\"delta\":{");
        if (chunk == count() - 1) {
            return last(out, chunk);
        }
        if (index < reasoningChunks) {
            Json.quote(out.append("\"content\":\"\",\"reasoning_content\":"), answer.reasoning());
        } else {
            var text = piece(index - reasoningChunks).toString();
            var rest = index == reasoningChunks ? half(1) : "";
            Json.quote(out.append("\"content\":"), rest + text);
        }
        if (chunk == 0) {
            out.append(",\"role\":\"assistant\"");
        }
        out.append("},\"index\":0}],").append(tail).append("}\n\n");
        return Buffer.buffer(out.toString());
    }

    private Buffer last(StringBuilder out, int index) {
        out.append("\"content\":\"\"");
        if (index == 0) {
            out.append(",\"role\":\"assistant\"");
        }
        call(out);
        state(out);
        out.append("},\"index\":0,\"finish_reason\":\"")
                .append(answer.finishReason())
                .append("\"}],");
        out.append(tail);
        return Buffer.buffer(usage(out).append("}\n\ndata: [DONE]\n\n").toString());
    }

    /** The tag comes cut in two. */
    private String half(int half) {
        return half == 0 ? tag.substring(0, tag.length() / 2) : tag.substring(tag.length() / 2);
    }

    private CharSequence piece(int piece) {
        var content = answer.content();
        var from = piece == 0 ? 0 : content.codePointsAfter(piece - 1, pieces);
        return content.text().substring(content.index(from), content.index(content.codePointsAfter(piece, pieces)));
    }

    private void call(StringBuilder out) {
        var call = answer.call();
        if (call != null) {
            Json.quote(out.append(",\"function_call\":{\"name\":"), call.name());
            out.append(",\"arguments\":").append(call.arguments()).append('}');
        }
    }

    private void state(StringBuilder out) {
        if (answer.stateId() != null) {
            out.append(",\"functions_state_id\":\"").append(answer.stateId()).append('"');
        }
    }

    private StringBuilder usage(StringBuilder out) {
        var completionTokens = answer.tokens();
        return out.append(",\"usage\":{\"prompt_tokens\":")
                .append(promptTokens)
                .append(",\"completion_tokens\":")
                .append(completionTokens)
                .append(",\"total_tokens\":")
                .append(promptTokens + completionTokens)
                .append(",\"precached_prompt_tokens\":")
                .append(cachedTokens)
                .append('}');
    }
}
