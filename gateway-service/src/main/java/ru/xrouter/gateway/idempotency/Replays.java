package ru.xrouter.gateway.idempotency;

import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;
import ru.xrouter.gateway.GatewayConfig;
import ru.xrouter.gateway.undo.Undo;
import ru.xrouter.service.redis.EventLoopRedis;
import ru.xrouter.service.redis.RedisScript;

/**
 * Remembers requests with an idempotency key and their answers in Redis. A request that was answered is never let through
 * again as long as it is remembered; one that was refused or broke off is forgotten at once, so that it may be tried again.
 */
@Singleton
public class Replays {
    private static final Logger LOG = Logger.getLogger(Replays.class);
    private static final RedisScript BEGIN = RedisScript.load(Replays.class, "begin.lua");
    private static final RedisScript FORGET = RedisScript.load(Replays.class, "forget.lua");
    private static final RedisScript KEEP = RedisScript.load(Replays.class, "keep.lua");

    private final EventLoopRedis redis;
    private final Undo forget;
    private final Undo answered;
    private final String runningMillis;
    private final String keptMillis;
    private final int largest;
    private final String mostPerAccount;

    Replays(EventLoopRedis redis, GatewayConfig gateway, IdempotencyConfig config) {
        this.redis = redis;
        this.forget = new Undo(redis, FORGET);
        this.answered = new Undo(redis, KEEP);
        // Of a gateway that died the request is forgotten when it cannot run any more.
        this.runningMillis = Long.toString(gateway.totalTimeout().plusMinutes(1).toMillis());
        this.keptMillis = Long.toString(config.keep().toMillis());
        this.largest = Math.toIntExact(config.maxAnswer().asLongValue());
        this.mostPerAccount = Long.toString(config.maxPerAccount().asLongValue());
    }

    /** Largest answer that is worth collecting. */
    public int largest() {
        return largest;
    }

    /** Lets a request begin, or says why not; without Redis nobody can know. */
    public Future<Beginning> begin(IdempotencyKey key, String fingerprint, String requestId) {
        return BEGIN.run(redis, List.of(key.entry()), List.of(fingerprint, requestId, runningMillis))
                .map(Replays::read)
                .recover(failure -> {
                    LOG.warnf("Idempotency keys cannot be looked up: %s", failure.getMessage());
                    // Redis may let it begin, only too late for us to know: what comes again shall not wait for it.
                    forget(key, requestId);
                    return Future.succeededFuture(new Beginning.Unknown());
                });
    }

    /** The request was answered; an answer that is too large is remembered without its body. */
    public void keep(IdempotencyKey key, RecordedAnswer answer, boolean whole) {
        var keys = List.of(key.entry(), key.counter());
        KEEP.run(redis, keys, arguments(answer, whole)).onFailure(failure -> {
            LOG.warnf("An answer is not kept to be given again: %s", failure.getMessage());
            // That it was given is told as soon as Redis hears it, for as one that still runs it would be forgotten and
            // paid again.
            answered.run(keys, arguments(answer, false));
        });
    }

    private List<String> arguments(RecordedAnswer answer, boolean whole) {
        return List.of(
                answer.requestId(),
                keptMillis,
                mostPerAccount,
                whole ? answer.body() : "",
                whole ? "1" : "0",
                answer.contentType(),
                answer.model(),
                answer.provider());
    }

    /** The request got no answer that was paid: it may come again. */
    public void forget(IdempotencyKey key, String requestId) {
        forget.run(List.of(key.entry()), List.of(requestId));
    }

    private static Beginning read(Response answer) {
        return switch (answer.get(0).toInteger()) {
            case 0 -> new Beginning.New();
            case 1 -> new Beginning.InProgress();
            case 2 -> new Beginning.OtherRequest();
            case 3 -> new Beginning.NotKept();
            case 4 ->
                new Beginning.Answered(new RecordedAnswer(
                        answer.get(1).toString(),
                        answer.get(2).toString(),
                        answer.get(3).toString(),
                        answer.get(4).toString(),
                        answer.get(5).toString()));
            default -> throw new IllegalStateException("begin.lua answered " + answer.get(0));
        };
    }
}
