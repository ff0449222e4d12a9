package ru.xrouter.gateway.relay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.gateway.exchange.Exchange;
import ru.xrouter.gateway.idempotency.Beginning;
import ru.xrouter.gateway.idempotency.IdempotencyKey;
import ru.xrouter.gateway.idempotency.RecordedAnswer;

/** Asks what became of a request with this idempotency key before; one without a key is always new. */
final class OnceOnly {
    private OnceOnly() {}

    /** What is to be done with a request. */
    sealed interface Verdict {
        /** It is new; its answer must be told to the recorder, when there is one. */
        record GoOn(@Nullable AnswerRecorder recorder) implements Verdict {}

        /** It was answered and paid: it gets this answer again. */
        record Replay(RecordedAnswer answer) implements Verdict {}

        record Refuse(ApiError error) implements Verdict {}
    }

    static Future<Verdict> ask(Relay relay, Operation operation, Exchange exchange, RequestBody body) {
        IdempotencyKey key;
        try {
            key = operation == Operation.TOKENIZATION
                    ? null
                    : IdempotencyKey.read(
                            exchange.request().getHeader(IdempotencyKey.HEADER),
                            exchange.caller().accountId());
        } catch (InvalidParameterException e) {
            return Future.succeededFuture(new Verdict.Refuse(e.toApiError()));
        }
        if (key == null) {
            return Future.succeededFuture(new Verdict.GoOn(null));
        }
        var bytes = body.bytes();
        return Vertx.currentContext()
                .executeBlocking(() -> IdempotencyKey.fingerprint(operation.path(), bytes.getBytes()), false)
                .compose(fingerprint -> relay.replays().begin(key, fingerprint, exchange.id()))
                .map(beginning -> verdict(beginning, relay, key, exchange.id()));
    }

    private static Verdict verdict(Beginning beginning, Relay relay, IdempotencyKey key, String requestId) {
        return switch (beginning) {
            case Beginning.New _ -> new Verdict.GoOn(new AnswerRecorder(relay.replays(), key, requestId));
            case Beginning.Answered(var answer) -> new Verdict.Replay(answer);
            case Beginning.InProgress _ ->
                conflict("A request with this Idempotency-Key is running.", "idempotency_in_progress");
            case Beginning.OtherRequest _ ->
                conflict("This Idempotency-Key was used with another request.", "idempotency_conflict");
            case Beginning.NotKept _ ->
                conflict(
                        "This request was answered and paid; its answer was too large to be given again.",
                        "idempotency_answer_not_kept");
            case Beginning.Unknown _ ->
                new Verdict.Refuse(ApiError.unavailable("Idempotency keys cannot be looked up at the moment."));
        };
    }

    private static Verdict conflict(String message, String code) {
        return new Verdict.Refuse(new ApiError(409, "conflict", message, null, code, null, Map.of()));
    }
}
