package ru.xrouter.simulator.gigachat;

import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import ru.xrouter.simulator.answer.Json;
import ru.xrouter.simulator.answer.Tokens;
import ru.xrouter.simulator.gigachat.ChatVersion.AnswerHead;

/** Writes an answer in GigaChat's v2 wire format: named events, no {@code [DONE]}. */
final class ChatWriterV2 implements AnswerForm {
    private static final String DELTA = "event: response.message.delta\ndata: ";
    private static final String TOOL_WORKS = "event: response.tool.in_progress\ndata: ";
    private static final String TOOL_DONE = "event: response.tool.completed\ndata: ";
    private static final String DONE = "event: response.message.done\ndata: ";

    private final AnswerHead head;
    private final ChatAnswer answer;
    private final int pieces;
    private final int reasoningChunks;
    private final int callChunks;
    private final int sourceChunks;
    private final int madeChunks;

    ChatWriterV2(AnswerHead head, ChatAnswer answer, int pieces) {
        this.head = head;
        this.answer = answer;
        this.pieces = answer.call() == null && answer.content().codePoints() > 0 ? pieces : 0;
        this.reasoningChunks = answer.reasoning().isEmpty() ? 0 : 1;
        this.callChunks = answer.call() == null ? 0 : 1;
        this.sourceChunks = answer.searched() ? 1 : 0;
        this.madeChunks = answer.made() == null ? 0 : 3;
    }

    @Override
    public Buffer whole() {
        var out = begin(new StringBuilder(512)).append(",\"messages\":[");
        if (reasoningChunks > 0) {
            message(out, "reasoning", false, part -> text(part, answer.reasoning()))
                    .append(',');
        }
        message(
                out,
                "assistant",
                true,
                callChunks > 0
                        ? this::call
                        : part -> sources(text(made(part), answer.content().text())));
        return Buffer.buffer(end(out.append(']')).append('}').toString());
    }

    @Override
    public int count() {
        return madeChunks + reasoningChunks + pieces + callChunks + sourceChunks + 1;
    }

    @Override
    public long tokensAfter(int chunk) {
        var index = chunk - madeChunks;
        if (index >= reasoningChunks + pieces) {
            return answer.tokens();
        }
        var piece = index - reasoningChunks;
        var sent = piece < 0 ? 0 : answer.content().codePointsAfter(piece, pieces);
        return (long) Tokens.of(answer.reasoning()) + Tokens.ofCodePoints(sent);
    }

    @Override
    public Buffer chunk(int chunk) {
        var index = chunk - madeChunks;
        var out = new StringBuilder(256);
        if (chunk < madeChunks) {
            making(chunk, out);
        } else if (chunk == count() - 1) {
            end(begin(out.append(DONE)));
            if (answer.stateId() != null) {
                out.append(",\"tool_state_id\":\"").append(answer.stateId()).append('"');
            }
        } else {
            begin(out.append(DELTA)).append(",\"messages\":[");
            if (index < reasoningChunks) {
                message(out, "reasoning", false, part -> text(part, answer.reasoning()));
            } else if (index < reasoningChunks + pieces) {
                message(out, "assistant", false, part -> text(part, piece(index - reasoningChunks)));
            } else if (callChunks == 0) {
                message(out, "assistant", false, part -> inlineData(part));
            } else {
                message(out, "assistant", true, this::call);
            }
            out.append(']');
        }
        return Buffer.buffer(out.append("}\n\n").toString());
    }

    /** The tool at work, done, and what it made. */
    private void making(int chunk, StringBuilder out) {
        var made = answer.made();
        if (made == null) {
            return;
        }
        if (chunk < 2) {
            begin(out.append(chunk == 0 ? TOOL_WORKS : TOOL_DONE))
                    .append(",\"tool_execution\":{\"name\":\"")
                    .append(made.file().tool())
                    .append("\",\"status\":\"")
                    .append(chunk == 0 ? "in_progress\",\"seconds_left\":5" : "success\"")
                    .append('}');
        } else {
            begin(out.append(DELTA)).append(",\"messages\":[");
            message(out, "assistant", false, part -> files(part, made));
            out.append(']');
        }
    }

    /** The part that comes before the text. */
    private StringBuilder made(StringBuilder out) {
        var made = answer.made();
        if (made != null) {
            files(out, made);
            out.append("},{");
        }
        return out;
    }

    private static void files(StringBuilder out, ChatAnswer.Made made) {
        out.append("\"files\":[{\"id\":\"")
                .append(made.id())
                .append("\",\"mime\":\"")
                .append(made.file().mime())
                .append("\",\"target\":\"")
                .append(made.file().target())
                .append("\"}]");
    }

    private StringBuilder begin(StringBuilder out) {
        return out.append("{\"model\":\"")
                .append(GigaChatModels.versioned(head.model()))
                .append("\",\"created_at\":")
                .append(head.created());
    }

    private StringBuilder message(StringBuilder out, String role, boolean withState, Consumer<StringBuilder> part) {
        out.append("{\"role\":\"").append(role).append('"');
        if (withState && answer.stateId() != null) {
            out.append(",\"tool_state_id\":\"").append(answer.stateId()).append('"');
        }
        part.accept(out.append(",\"content\":[{"));
        return out.append("}]}");
    }

    private static StringBuilder text(StringBuilder out, String text) {
        Json.quote(out.append("\"text\":"), text);
        return out;
    }

    private void sources(StringBuilder out) {
        if (answer.searched()) {
            inlineData(out.append(','));
        }
    }

    private static StringBuilder inlineData(StringBuilder out) {
        return out.append("\"inline_data\":{\"images\":[],\"sources\":")
                .append(ChatAnswer.SOURCES)
                .append('}');
    }

    private void call(StringBuilder out) {
        var call = answer.call();
        if (call != null) {
            Json.quote(out.append("\"function_call\":{\"name\":"), call.name());
            out.append(",\"arguments\":").append(call.arguments()).append('}');
        }
    }

    private String piece(int piece) {
        var content = answer.content();
        var from = piece == 0 ? 0 : content.codePointsAfter(piece - 1, pieces);
        return content.text().substring(content.index(from), content.index(content.codePointsAfter(piece, pieces)));
    }

    private StringBuilder end(StringBuilder out) {
        var prompt = head.promptTokens();
        return out.append(",\"finish_reason\":\"")
                .append(answer.finishReason())
                .append("\",\"usage\":{\"input_tokens\":")
                .append(prompt)
                .append(",\"input_tokens_details\":{\"prompt_tokens\":")
                .append(prompt - head.cachedTokens())
                .append(",\"cached_tokens\":")
                .append(head.cachedTokens())
                .append("},\"output_tokens\":")
                .append(answer.tokens())
                .append(",\"total_tokens\":")
                .append(prompt + answer.tokens())
                .append('}');
    }
}
