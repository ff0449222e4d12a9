package ru.xrouter.service.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

class EventLoopRedisTest {
    private static final Duration BUDGET = Duration.ofMillis(500);

    private final EmbeddedRedisResource server = new EmbeddedRedisResource();
    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private EventLoopRedis redis;

    @BeforeEach
    void connect() {
        var url = server.start().get("xrouter.redis.url");
        redis = new EventLoopRedis(
                vertx,
                Redis.createClient(vertx, url),
                new RedisLinkConfig() {
                    @Override
                    public String url() {
                        return Objects.requireNonNull(url);
                    }

                    @Override
                    public Duration budget() {
                        return BUDGET;
                    }

                    @Override
                    public Duration reconnectDelay() {
                        return Duration.ofMillis(1);
                    }
                },
                metrics,
                2);
    }

    @AfterEach
    void close() {
        server.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void isWarmWhenEveryLoopHasBeenAnswered() throws Exception {
        warmUp(Request.cmd(Command.INCR).arg("warm"));

        assertThat(onLoop(() -> redis.send(Request.cmd(Command.GET).arg("warm"))))
                .hasToString("2");
    }

    @Test
    void doesNotWarmUpForeverWithoutRedis() throws Exception {
        server.stop();

        warmUp(Request.cmd(Command.PING));

        assertThat(redis.away()).isTrue();
    }

    @Test
    void runsAScriptThatRedisDoesNotKnowYet() throws Exception {
        var add = RedisScript.load(EventLoopRedisTest.class, "add.lua");

        var first = onLoop(() -> add.run(redis, List.of("k"), List.of("3")));
        var second = onLoop(() -> add.run(redis, List.of("k"), List.of("4")));

        assertThat(first.toLong()).isEqualTo(3);
        assertThat(second.toLong()).isEqualTo(7);
    }

    @Test
    void tellsThatRedisIsAwayInsteadOfWaiting() throws Exception {
        onLoop(() -> redis.send(Request.cmd(Command.PING)));
        server.stop();

        assertThatThrownBy(() -> onLoop(() -> redis.send(Request.cmd(Command.PING))))
                .isInstanceOf(ExecutionException.class);
    }

    @Test
    void goesOnWhenRedisIsBack() throws Exception {
        onLoop(() -> redis.send(Request.cmd(Command.PING)));
        onLoop(() -> redis.send(Request.cmd(Command.CLIENT)
                .arg("KILL")
                .arg("TYPE")
                .arg("normal")
                .arg("SKIPME")
                .arg("no")));

        Response answer = null;
        for (int i = 0; answer == null && i < 1000; i++) {
            try {
                answer = onLoop(() -> redis.send(Request.cmd(Command.PING)));
            } catch (ExecutionException _) {
                // Not connected again yet.
            }
        }

        assertThat(answer).hasToString("PONG");
    }

    @Test
    void countsTheTimeOfRedisAndNotThatOfALoopThatStoodStill() throws Exception {
        // Given
        onLoop(() -> redis.send(Request.cmd(Command.PING)));
        // When the loop stands still while it reads a socket, after which it comes to its timers first
        var answer = onLoop(() -> redis.send(Request.cmd(Command.PING)).compose(_ -> {
            var sent = redis.send(Request.cmd(Command.PING));
            standStill(BUDGET.plusMillis(5));
            return sent;
        }));
        // Then
        assertThat(answer).hasToString("PONG");
        assertThat(redis.away()).isFalse();
    }

    private static void standStill(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void tellsOnceThatRedisIsBackWithoutBeingAsked() throws Exception {
        // Given
        var back = new Semaphore(0);
        redis.whenBack(back::release);
        onLoop(() -> redis.send(Request.cmd(Command.PING)));
        assertThat(redis.away()).isFalse();
        // When
        onLoop(() -> redis.send(Request.cmd(Command.CLIENT)
                .arg("KILL")
                .arg("TYPE")
                .arg("normal")
                .arg("SKIPME")
                .arg("no")));
        // Then
        assertThat(back.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
        assertThat(redis.away()).isFalse();
        assertThat(back.availablePermits()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "CONFIG SET maxmemory 1, CONFIG SET maxmemory 0",
        "REPLICAOF 127.0.0.1 1, REPLICAOF NO ONE",
        "CONFIG SET min-replicas-to-write 1, CONFIG SET min-replicas-to-write 0",
        "ACL SETUSER default -eval -evalsha, ACL SETUSER default +eval +evalsha"
    })
    void countsARedisAsAwayThatRefusesToServe(String refuse, String serve) throws Exception {
        // Given
        var back = new Semaphore(0);
        redis.whenBack(back::release);
        var add = RedisScript.load(EventLoopRedisTest.class, "add.lua");
        onLoop(() -> add.run(redis, List.of("k"), List.of("3")));
        onLoop(() -> redis.send(request(refuse)));
        // When
        assertThatThrownBy(() -> onLoop(() -> add.run(redis, List.of("k"), List.of("4"))))
                .isInstanceOf(ExecutionException.class);
        // Then also when Redis was asked again
        for (int i = 0; failures() <= 5 && i < 5000; i++) {
            standStill(Duration.ofMillis(1));
        }
        assertThat(failures()).isGreaterThan(5);
        assertThat(redis.away()).isTrue();
        assertThat(back.availablePermits()).isZero();
        // When
        onLoop(() -> redis.send(request(serve)));
        // Then
        assertThat(back.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
        assertThat(redis.away()).isFalse();
    }

    @Test
    void countsARedisAsThereThatDoesNotUnderstandACommand() throws Exception {
        onLoop(() -> redis.send(Request.cmd(Command.SET).arg("k").arg("no number")));

        assertThatThrownBy(
                        () -> onLoop(() -> redis.send(Request.cmd(Command.INCR).arg("k"))))
                .isInstanceOf(ExecutionException.class);

        assertThat(redis.away()).isFalse();
    }

    private static Request request(String words) {
        var all = words.split(" ", -1);
        var request = Request.cmd(Command.create(all[0]));
        Stream.of(all).skip(1).forEach(request::arg);
        return request;
    }

    private double failures() {
        return metrics.counter("xrouter_redis_failures").count();
    }

    private void warmUp(Request command) throws Exception {
        redis.warmUp(() -> redis.send(command))
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    private Response onLoop(Supplier<Future<Response>> action) throws Exception {
        var done = new CompletableFuture<Response>();
        vertx.runOnContext(_ -> action.get().onSuccess(done::complete).onFailure(done::completeExceptionally));
        return done.get(5, TimeUnit.SECONDS);
    }
}
