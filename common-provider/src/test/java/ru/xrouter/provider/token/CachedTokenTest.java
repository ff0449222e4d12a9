package ru.xrouter.provider.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** When a token is fetched, used and renewed. */
class CachedTokenTest extends HeldToken {
    @Test
    void fetchesOnceForAllWhoWait() {
        // Given
        var waiting = List.of(tokens.authorization(), tokens.authorization(), tokens.authorization());

        // When
        succeed(0, "a");

        // Then
        assertThat(waiting).allSatisfy(future -> assertThat(await(future)).isEqualTo("Bearer a"));
        assertThat(fetches).hasSize(1);
        assertThat(registry.counter("xrouter.provider.token.refreshes", "gen_ai.provider.name", "Toy", "outcome", "ok")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void fetchesOnceHoweverManyThreadsAsk() {
        // Given
        var threads = new ArrayList<CompletableFuture<String>>();
        for (int i = 0; i < 64; i++) {
            threads.add(CompletableFuture.supplyAsync(tokens::authorization)
                    .thenCompose(future -> future.toCompletionStage()));
        }

        // When
        while (fetches.isEmpty()) {
            Thread.onSpinWait();
        }
        succeed(0, "a");

        // Then
        assertThat(threads)
                .allSatisfy(thread -> assertThat(thread)
                        .succeedsWithin(Duration.ofSeconds(10))
                        .isEqualTo("Bearer a"));
        assertThat(fetches).hasSize(1);
    }

    @Test
    void answersEveryCallerOnItsOwnEventLoop() {
        // Given
        var first = new CompletableFuture<Boolean>();
        var second = new CompletableFuture<Boolean>();
        askOnOwnLoop(first);
        askOnOwnLoop(second);

        // When
        while (fetches.isEmpty()) {
            Thread.onSpinWait();
        }
        succeed(0, "a");

        // Then
        assertThat(first).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
        assertThat(second).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
    }

    @Test
    void keepsATokenForFourFifthsOfItsLife() {
        // Given
        hold("a");

        // When
        clock.pass(Duration.ofMinutes(24).minusMillis(1));

        // Then
        assertThat(await(tokens.authorization())).isEqualTo("Bearer a");
        assertThat(fetches).hasSize(1);
    }

    @Test
    void renewsInTheBackgroundWhileTheTokenIsStillGood() {
        // Given
        hold("a");
        clock.pass(Duration.ofMinutes(24));

        // When
        var duringRenewal = List.of(await(tokens.authorization()), await(tokens.authorization()));
        var fetchesDuringRenewal = fetches.size();
        succeed(1, "b");

        // Then
        assertThat(duringRenewal).containsOnly("Bearer a");
        assertThat(fetchesDuringRenewal).isEqualTo(2);
        assertThat(await(tokens.authorization())).isEqualTo("Bearer b");
    }

    @Test
    void waitsForAFreshTokenFromAMinuteBeforeTheEnd() {
        // Given
        hold("a");
        clock.pass(LIFE.minusSeconds(60));

        // When
        var waiting = tokens.authorization();
        var early = waiting.isComplete();
        succeed(1, "b");

        // Then
        assertThat(early).isFalse();
        assertThat(await(waiting)).isEqualTo("Bearer b");
    }

    @Test
    void waitsForTheRenewalUnderWayWhenTheTokenEndsMeanwhile() {
        // Given
        hold("a");
        clock.pass(Duration.ofMinutes(24));
        await(tokens.authorization());
        clock.pass(Duration.ofMinutes(6));

        // When
        var waiting = tokens.authorization();
        succeed(1, "b");

        // Then
        assertThat(await(waiting)).isEqualTo("Bearer b");
        assertThat(fetches).hasSize(2);
    }

    @Test
    void usesEvenAShortLivedToken() {
        // Given
        var first = tokens.authorization();

        // When
        fetches.getFirst().complete(AccessToken.bearer("short", START.plusSeconds(2)));
        clock.pass(Duration.ofSeconds(1));

        // Then
        assertThat(await(first)).isEqualTo("Bearer short");
        assertThat(await(tokens.authorization())).isEqualTo("Bearer short");
        assertThat(fetches).hasSize(1);
    }

    @Test
    void neverUsesATokenUpToItsVeryEnd() {
        // Given
        var whole = new CachedToken("Toy", vertx, this::fetch, life -> life, clock, registry);
        var first = whole.authorization();
        succeed(0, "a");
        await(first);
        clock.pass(LIFE.minusSeconds(60));

        // When
        var waiting = whole.authorization();
        var early = waiting.isComplete();
        succeed(1, "b");

        // Then
        assertThat(early).isFalse();
        assertThat(await(waiting)).isEqualTo("Bearer b");
    }

    @Test
    void showsNoSecret() {
        // Given
        hold("secret");

        // Then
        assertThat(AccessToken.bearer("secret", START).toString()).doesNotContain("secret");
        assertThat(tokens.toString()).isEqualTo("CachedToken[held]");
    }

    private void askOnOwnLoop(CompletableFuture<Boolean> sameThread) {
        vertx.getOrCreateContext();
        vertx.runOnContext(_ -> {
            var thread = Thread.currentThread();
            tokens.authorization()
                    .onComplete(_ -> sameThread.complete(Thread.currentThread().equals(thread)));
        });
    }
}
