package ru.xrouter.provider.token;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import ru.xrouter.service.redis.EventLoopRedis;
import ru.xrouter.service.redis.RedisScript;

/**
 * One access token for all replicas of an adapter: whoever needs the next one first fetches it, and the others take it
 * from Redis, where it lies sealed. Without Redis every replica fetches its own; nobody waits for Redis or for another
 * replica longer than a moment.
 */
public final class SharedToken {
    private static final RedisScript UNLOCK = RedisScript.load(SharedToken.class, "unlock.lua");
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration MOMENT = Duration.ofSeconds(2);
    private static final long LOOK_AGAIN_MILLIS = 50;

    private final Vertx vertx;
    private final EventLoopRedis redis;
    private final TokenSeal seal;
    private final String key;
    private final String lock;
    private final Supplier<Future<AccessToken>> source;
    private final UnaryOperator<Duration> useOf;
    private final Clock clock;
    private volatile @Nullable String handed;
    private volatile @Nullable String rejected;

    /**
     * By what the token is sealed and found.
     *
     * @param name what it is for, in names of Redis keys
     * @param secret what it is fetched with; whoever has it may read the token
     * @param scope tells tokens of the same secret apart
     */
    public record Sealing(String name, String secret, String scope) {
        @Override
        public String toString() {
            return "Sealing[%s, ***]".formatted(name);
        }
    }

    /**
     * @param source fetches a token
     * @param useOf how long a token with a life of this length is used before the next one is fetched
     */
    public SharedToken(
            Vertx vertx,
            EventLoopRedis redis,
            Sealing sealing,
            Supplier<Future<AccessToken>> source,
            UnaryOperator<Duration> useOf,
            Clock clock) {
        this.vertx = vertx;
        this.redis = redis;
        this.seal = new TokenSeal(sealing.secret(), sealing.name() + "\n" + sealing.scope());
        this.key = "xrouter:{%s-token-%s}:sealed".formatted(sealing.name(), seal.name());
        this.lock = "xrouter:{%s-token-%s}:lock".formatted(sealing.name(), seal.name());
        this.source = source;
        this.useOf = useOf;
        this.clock = clock;
    }

    /** The provider did not accept this value: if it is the latest, it is not taken from Redis again. */
    public void rejected(@Nullable String authorization) {
        if (Objects.equals(authorization, handed)) {
            rejected = authorization;
        }
    }

    /** Connects to Redis: a first command that is late would make this replica fetch a token of its own. */
    public Future<Void> warmUp() {
        return redis.warmUp(() -> redis.send(Request.cmd(Command.PING)));
    }

    /** The token of all replicas, fetched when none of them has a fresh one. */
    public Future<AccessToken> fetch() {
        var promise = Promise.<AccessToken>promise();
        // A connection to Redis belongs to an event loop, and not everybody who asks is on one.
        vertx.getOrCreateContext()
                .runOnContext(_ -> shared(clock.instant().plus(MOMENT)).onComplete(promise));
        return promise.future().onSuccess(token -> handed = token.authorization());
    }

    private Future<AccessToken> shared(Instant patience) {
        return stored().compose(
                        token -> token.isPresent() ? Future.succeededFuture(token.get()) : first(patience),
                        _ -> source.get());
    }

    private Future<Optional<AccessToken>> stored() {
        return redis.send(Request.cmd(Command.GET).arg(key)).map(this::usable);
    }

    private Optional<AccessToken> usable(@Nullable Response sealed) {
        return Optional.ofNullable(sealed)
                .flatMap(bytes -> seal.open(bytes.toBytes()))
                .map(StoredToken::of)
                .filter(stored -> clock.instant().isBefore(stored.refreshAt()))
                .map(StoredToken::token)
                .filter(token -> !token.authorization().equals(rejected));
    }

    /** Fetches the next token, unless another replica is about it already. */
    private Future<AccessToken> first(Instant patience) {
        var me = UUID.randomUUID().toString();
        var locking =
                Request.cmd(Command.SET).arg(lock).arg(me).arg("NX").arg("PX").arg(LEASE.toMillis());
        return redis.send(locking)
                .compose(taken -> taken == null ? another(patience) : refresher(me), _ -> source.get());
    }

    private Future<AccessToken> refresher(String me) {
        return source.get()
                .onSuccess(token -> store(token).onComplete(_ -> unlock(me)))
                .onFailure(_ -> unlock(me));
    }

    private Future<Response> store(AccessToken token) {
        var now = clock.instant();
        var life = Duration.between(now, token.expiresAt());
        if (!life.isPositive()) {
            return Future.succeededFuture();
        }
        var sealed = seal.seal(new StoredToken(token, now.plus(useOf.apply(life))).bytes());
        return redis.send(Request.cmd(Command.SET)
                .arg(key)
                .arg(Buffer.buffer(sealed))
                .arg("PX")
                .arg(life.toMillis()));
    }

    /** Lets the others go on; a lock that another has taken meanwhile stays. */
    private void unlock(String me) {
        var _ = UNLOCK.run(redis, List.of(lock), List.of(me));
    }

    /** Looks again until the other replica has fetched it, or has taken too long. */
    private Future<AccessToken> another(Instant patience) {
        if (clock.instant().isAfter(patience)) {
            return source.get();
        }
        var promise = Promise.<AccessToken>promise();
        vertx.setTimer(LOOK_AGAIN_MILLIS, _ -> shared(patience).onComplete(promise));
        return promise.future();
    }
}
