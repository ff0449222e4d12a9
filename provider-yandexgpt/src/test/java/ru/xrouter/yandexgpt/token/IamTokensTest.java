package ru.xrouter.yandexgpt.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IamTokensTest {
    private static final Duration LIFE = Duration.ofHours(12);

    private final Vertx vertx = Vertx.vertx();
    private final SettableClock clock = new SettableClock();
    private final List<Promise<IamToken>> fetches = new ArrayList<>();
    private final IamTokens tokens = new IamTokens(vertx, this::fetch, clock);

    private Future<IamToken> fetch() {
        var promise = Promise.<IamToken>promise();
        fetches.add(promise);
        return promise.future();
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void fetchesOnceForAllWhoWait() throws Exception {
        // When
        var first = tokens.authorization();
        var second = tokens.authorization();
        fetched(0, "a");
        // Then
        assertThat(fetches).hasSize(1);
        assertThat(await(first)).isEqualTo("Bearer a");
        assertThat(await(second)).isEqualTo("Bearer a");
        assertThat(await(tokens.authorization())).isEqualTo("Bearer a");
    }

    @Test
    void renewsAheadWhileTheTokenInHandIsUsed() throws Exception {
        // Given
        held("a");
        clock.pass(Duration.ofMinutes(61));
        // When
        var during = tokens.authorization();
        var stillDuring = tokens.authorization();
        fetched(1, "b");
        var after = tokens.authorization();
        // Then
        assertThat(fetches).hasSize(2);
        assertThat(await(during)).isEqualTo("Bearer a");
        assertThat(await(stillDuring)).isEqualTo("Bearer a");
        assertThat(await(after)).isEqualTo("Bearer b");
    }

    @Test
    void keepsATokenThatIsGoodWhenItsRenewalFails() throws Exception {
        // Given
        held("a");
        clock.pass(Duration.ofMinutes(61));
        tokens.authorization();
        fetches.get(1).fail("down");
        // When
        var authorization = tokens.authorization();
        clock.pass(Duration.ofSeconds(2));
        var later = tokens.authorization();
        // Then
        assertThat(await(authorization)).isEqualTo("Bearer a");
        assertThat(await(later)).isEqualTo("Bearer a");
        assertThat(fetches).hasSize(3);
    }

    @Test
    void waitsForAFreshTokenWhenTheOldOneIsStale() throws Exception {
        // Given
        held("a");
        clock.pass(LIFE);
        // When
        var authorization = tokens.authorization();
        fetched(1, "b");
        // Then
        assertThat(await(authorization)).isEqualTo("Bearer b");
    }

    @Test
    void fetchesAfreshAfterARejectionOfTheTokenInHand() throws Exception {
        // Given
        held("a");
        // When
        tokens.rejected("Bearer a");
        var authorization = tokens.authorization();
        fetched(1, "b");
        // Then
        assertThat(await(authorization)).isEqualTo("Bearer b");
    }

    @Test
    void ignoresTheRejectionOfATokenLongReplaced() throws Exception {
        // Given
        held("b");
        // When
        tokens.rejected("Bearer a");
        // Then
        assertThat(await(tokens.authorization())).isEqualTo("Bearer b");
        assertThat(fetches).hasSize(1);
    }

    @Test
    void doesNotRepeatAFailedFetchForASecond() throws Exception {
        // Given
        var first = tokens.authorization();
        fetches.getFirst().fail("down");
        // When
        var second = tokens.authorization();
        clock.pass(Duration.ofMillis(1100));
        var third = tokens.authorization();
        fetched(1, "a");
        // Then
        assertThat(first).satisfies(future -> assertThat(failed(future)).isTrue());
        assertThat(second.failed()).isTrue();
        assertThat(await(third)).isEqualTo("Bearer a");
        assertThat(fetches).hasSize(2);
    }

    private void held(String token) throws Exception {
        var authorization = tokens.authorization();
        fetched(0, token);
        await(authorization);
    }

    private void fetched(int index, String token) {
        fetches.get(index)
                .complete(new IamToken("Bearer " + token, clock.instant().plus(LIFE)));
    }

    private static @Nullable String await(Future<@Nullable String> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static boolean failed(Future<@Nullable String> future) {
        try {
            await(future);
            return false;
        } catch (ExecutionException _) {
            return true;
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class SettableClock extends Clock {
        private Instant now = Instant.parse("2026-11-23T10:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
