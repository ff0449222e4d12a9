package ru.xrouter.service.redis;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.testing.TokenLimit;

class TokenLimitsTest {
    private static final int CASES = 200;

    private final EmbeddedRedisResource server = new EmbeddedRedisResource();
    private final Vertx vertx = Vertx.vertx();
    private final Redis redis = Redis.createClient(vertx, server.start().get("xrouter.redis.url"));

    @AfterEach
    void close() {
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.stop();
    }

    @Test
    void givesBackNoMoreThanHasNotRunOff() {
        for (int seed = 0; seed < CASES; seed++) {
            TokenLimit.behavesAsIfItHadKnown(new InRedis("limits:" + seed), new Random(seed));
        }
    }

    private final class InRedis implements TokenLimit {
        private final String key;

        InRedis(String key) {
            this.key = key;
        }

        @Override
        public long take(long now, long tokens) {
            return ask(TAKE, now, tokens);
        }

        @Override
        public long giveBack(long now, long since, long tokens) {
            return ask(GIVE_BACK, now, since, tokens);
        }

        private long ask(RedisScript script, long... numbers) {
            var request = Request.cmd(Command.EVAL)
                    .arg(script.source())
                    .arg(1)
                    .arg(key)
                    .arg("tpm");
            for (var number : numbers) {
                request.arg(number);
            }
            return redis.send(request)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .toLong();
        }
    }
}
