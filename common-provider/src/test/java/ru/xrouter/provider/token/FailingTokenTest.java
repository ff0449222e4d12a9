package ru.xrouter.provider.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.provider.ProviderFailureException;

/** What becomes of a token whose renewal fails or that the provider does not accept. */
class FailingTokenTest extends HeldToken {
    @Test
    void keepsAGoodTokenWhenItsRenewalFailsAndTriesAgainAfterAPause() {
        // Given
        hold("a");
        clock.pass(Duration.ofMinutes(24));
        await(tokens.authorization());

        // When
        fail(1);
        var afterFailure = await(tokens.authorization());
        var fetchesInPause = fetches.size();
        clock.pass(Duration.ofSeconds(1));
        var afterPause = await(tokens.authorization());

        // Then
        assertThat(List.of(afterFailure, afterPause)).containsOnly("Bearer a");
        assertThat(fetchesInPause).isEqualTo(2);
        assertThat(fetches).hasSize(3);
    }

    @Test
    void answersWithTheSameFailureForASecond() {
        // Given
        var first = tokens.authorization();
        fail(0);

        // When
        var second = tokens.authorization();
        var fetchesInPause = fetches.size();
        clock.pass(Duration.ofSeconds(1));
        var third = tokens.authorization();
        succeed(1, "a");

        // Then
        assertThat(failure(first)).isEqualTo(new ProviderFailure.BadCredentials());
        assertThat(failure(second)).isEqualTo(new ProviderFailure.BadCredentials());
        assertThat(fetchesInPause).isEqualTo(1);
        assertThat(await(third)).isEqualTo("Bearer a");
        assertThat(registry.counter(
                                "xrouter.provider.token.refreshes",
                                "gen_ai.provider.name",
                                "Toy",
                                "outcome",
                                "bad_credentials")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void dropsARejectedTokenOnce() {
        // Given
        hold("a");

        // When
        tokens.rejected("Bearer a");
        var fresh = tokens.authorization();
        tokens.rejected("Bearer a");
        succeed(1, "b");
        tokens.rejected("Bearer a");

        // Then
        assertThat(await(fresh)).isEqualTo("Bearer b");
        assertThat(await(tokens.authorization())).isEqualTo("Bearer b");
        assertThat(fetches).hasSize(2);
    }

    @Test
    void waitsForTheRenewalUnderWayWhenTheTokenIsRejectedMeanwhile() {
        // Given
        hold("a");
        clock.pass(Duration.ofMinutes(24));
        await(tokens.authorization());

        // When
        tokens.rejected("Bearer a");
        var waiting = tokens.authorization();
        succeed(1, "b");

        // Then
        assertThat(await(waiting)).isEqualTo("Bearer b");
        assertThat(fetches).hasSize(2);
    }

    @Test
    void survivesASourceThatThrows() {
        // Given
        var broken = new CachedToken(
                "Toy",
                vertx,
                () -> {
                    throw new IllegalStateException("broken");
                },
                CachedTokenTest::fourFifths,
                clock,
                registry);

        // When
        var answer = broken.authorization();

        // Then
        assertThat(cause(answer)).hasMessage("broken");
        assertThat(broken.state()).isEqualTo("failed");
    }

    @Test
    void tellsHowItStands() {
        // When
        var absent = tokens.state();
        var first = tokens.authorization();
        var fetching = tokens.state();
        succeed(0, "a");
        await(first);
        var held = tokens.state();
        clock.pass(Duration.ofMinutes(24));
        await(tokens.authorization());
        var refreshing = tokens.state();
        fail(1);

        // Then
        assertThat(List.of(absent, fetching, held, refreshing, tokens.state()))
                .containsExactly("absent", "fetching", "held", "refreshing", "held");
    }

    private static ProviderFailure failure(Future<?> future) {
        return ((ProviderFailureException) cause(future)).failure();
    }

    private static Throwable cause(Future<?> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .handle((_, failure) -> failure)
                .join();
    }
}
