package ru.xrouter.e2e.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a client got of one generation.
 *
 * @param requestId the generation id; empty when the gateway itself could not be reached
 * @param status the response's status; 0 when there was none
 * @param complete whether the whole answer came, to its last byte
 * @param promptTokens as the answer's usage told; 0 when it is not complete
 * @param completionTokens as the answer's usage told; 0 when it is not complete
 */
public record Conversation(String requestId, int status, boolean complete, long promptTokens, long completionTokens) {
    private static final int BAD_GATEWAY = 502;
    private static final int UNAVAILABLE = 503;
    /** A client that got nothing at all. */
    public static final Conversation NONE = new Conversation("", 0, false, 0, 0);

    /** Asks again as long as the answer is that we have trouble ourselves, as clients are told to; nothing was begun then. */
    public static Conversation untilAdmitted(Supplier<Conversation> asking) {
        return Eventually.get(
                "the request is admitted",
                () -> Optional.of(asking.get()).filter(conversation -> conversation.status() != UNAVAILABLE));
    }

    /** Asks for a whole answer; trouble with the connection is an answer that is not complete. */
    public static Conversation plain(Http http, String body) {
        try {
            var answer = http.chat(body);
            return answer.status() == 200
                    ? complete(answer.requestId(), answer.json().path("usage"))
                    : new Conversation(answer.requestId(), answer.status(), false, 0, 0);
        } catch (UncheckedIOException _) {
            return NONE;
        }
    }

    /** Asks for a stream with its usage, and reads it to its end. */
    public static Conversation streamed(Http http, String body) {
        try (var stream = http.stream(body)) {
            return stream.status() == 200
                    ? read(stream)
                    : new Conversation(stream.requestId(), stream.status(), false, 0, 0);
        } catch (IOException | UncheckedIOException _) {
            return NONE;
        }
    }

    /** Asks for a stream and leaves after so many events of it, unless it ends before. */
    public static Conversation left(Http http, String body, int afterEvents) {
        try (var stream = http.stream(body)) {
            var last = "";
            for (var i = 0; stream.status() == 200 && i < afterEvents && last != null; i++) {
                last = stream.next();
            }
            return new Conversation(stream.requestId(), stream.status(), false, 0, 0);
        } catch (IOException | UncheckedIOException _) {
            return NONE;
        }
    }

    private static Conversation read(EventStream stream) {
        try {
            var events = stream.rest();
            if (!events.isEmpty() && events.getLast().equals("[DONE]")) {
                return complete(stream.requestId(), usage(EventStream.parse(events)));
            }
        } catch (IOException _) {
            // The connection broke: what came is not the whole answer.
        }
        return new Conversation(stream.requestId(), stream.status(), false, 0, 0);
    }

    private static JsonNode usage(List<JsonNode> chunks) {
        return chunks.getLast().path("usage");
    }

    private static Conversation complete(String requestId, JsonNode usage) {
        return new Conversation(
                requestId,
                200,
                true,
                usage.path("prompt_tokens").asLong(),
                usage.path("completion_tokens").asLong());
    }

    /** Whether the generation was admitted and so must be settled. */
    public boolean admitted() {
        return status == 200 || status == BAD_GATEWAY;
    }
}
