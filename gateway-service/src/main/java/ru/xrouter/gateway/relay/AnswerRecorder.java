package ru.xrouter.gateway.relay;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.http.Headers;
import ru.xrouter.gateway.idempotency.IdempotencyKey;
import ru.xrouter.gateway.idempotency.RecordedAnswer;
import ru.xrouter.gateway.idempotency.Replays;

/** Keeps what was paid of an answer that passes by, so that it can be given again; of a large one only that it was given. */
final class AnswerRecorder {
    private static final int OK = 200;
    private static final String EVENT = "data: ";
    private static final String DONE = EVENT + "[DONE]\n\n";
    private static final String DEADLINE = "\"code\":\"deadline_exceeded\"";
    /** Longer than the event that tells of a deadline. */
    private static final int END_BYTES = 512;

    private final Replays replays;
    private final IdempotencyKey key;
    private final String requestId;
    private Buffer body = Buffer.buffer();
    private Buffer end = Buffer.buffer();
    private boolean whole = true;
    private boolean over;

    AnswerRecorder(Replays replays, IdempotencyKey key, String requestId) {
        this.replays = replays;
        this.key = key;
        this.requestId = requestId;
    }

    void add(Buffer chunk) {
        end = tail(
                Buffer.buffer(end.length() + chunk.length()).appendBuffer(end).appendBuffer(chunk));
        if (whole && body.length() + chunk.length() > replays.largest()) {
            whole = false;
            body = Buffer.buffer();
        } else if (whole) {
            body.appendBuffer(chunk);
        }
    }

    /** All that the router sent went to the client. What cost nothing may be asked for again. */
    void complete(int status, MultiMap headers) {
        if (status != OK || !paid(headers)) {
            forget();
        } else if (!over) {
            over = true;
            replays.keep(
                    key,
                    new RecordedAnswer(
                            requestId,
                            text(headers.get(HttpHeaders.CONTENT_TYPE)),
                            text(headers.get(Headers.MODEL)),
                            text(headers.get(Headers.PROVIDER)),
                            body.toString(StandardCharsets.UTF_8)),
                    whole);
        }
    }

    /** A stream that tells of an error costs nothing, unless its time was over: then it is paid as far as it went. */
    private boolean paid(MultiMap headers) {
        if (!text(headers.get(HttpHeaders.CONTENT_TYPE)).startsWith("text/event-stream")) {
            return true;
        }
        var text = end.toString(StandardCharsets.UTF_8);
        var last = text.substring(Math.max(0, text.lastIndexOf("\n" + EVENT)));
        return text.endsWith(DONE) || last.contains(DEADLINE);
    }

    private static Buffer tail(Buffer bytes) {
        return bytes.length() <= END_BYTES ? bytes : bytes.getBuffer(bytes.length() - END_BYTES, bytes.length());
    }

    /** The answer did not come to its end. */
    void forget() {
        if (!over) {
            over = true;
            replays.forget(key, requestId);
        }
    }

    private static String text(@Nullable String header) {
        return Objects.requireNonNullElse(header, "");
    }
}
