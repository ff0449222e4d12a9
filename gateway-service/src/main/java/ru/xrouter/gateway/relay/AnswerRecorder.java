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

/** Keeps an answer that passes by, so that it can be given again; of a large one only that it was given. */
final class AnswerRecorder {
    private static final int OK = 200;
    private static final String DONE = "data: [DONE]\n\n";

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

    /** All of the answer went to the client. A refusal costs nothing and may be asked for again. */
    void complete(int status, MultiMap headers) {
        if (status != OK || brokeOff(headers)) {
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

    /** A stream of the router that ends without its last event tells of an error; it was not paid for. */
    private boolean brokeOff(MultiMap headers) {
        var isStream = text(headers.get(HttpHeaders.CONTENT_TYPE)).startsWith("text/event-stream");
        return isStream && !end.toString(StandardCharsets.UTF_8).equals(DONE);
    }

    private static Buffer tail(Buffer bytes) {
        return bytes.length() <= DONE.length()
                ? bytes
                : bytes.getBuffer(bytes.length() - DONE.length(), bytes.length());
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
