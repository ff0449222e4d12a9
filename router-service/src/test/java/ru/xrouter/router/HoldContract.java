package ru.xrouter.router;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.router.FakeAdapter.answering;

import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.api.http.Headers;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.service.testing.TokenLimit;

/** What may be spent: holds, spending caps, balances, limits of tokens. */
abstract class HoldContract extends RunningRouter {
    @Inject
    @ConfigProperty(name = "xrouter.router.billing-url")
    URI billingUrl;

    @Test
    void placesAHoldBeforeTheAttempt() {
        // Given
        alpha.does(answering("x"));
        // When
        var answer = gateway.chat(account, CHEAP);
        // Then
        var hold = redis.execute("HGET", RedisNames.holds(account), answer.generationId());
        var held = redis.execute("GET", RedisNames.held(account));
        assertThat(hold.toString()).matches("\\d+:\\d+:key-1:0:alpha/cheap");
        assertThat(hold.toString()).startsWith(held + ":");
    }

    @Test
    void refusesWhatTheAccountCannotPay() {
        // Given
        balance(20_000);
        // When
        var answer = gateway.chat(account, CHEAP);
        // Then
        assertThat(answer.status()).isEqualTo(402);
        assertThat(answer.code()).isEqualTo("insufficient_credits");
        // 37 prompt tokens at 100 and 100 completion tokens at 200.5 micro-roubles
        assertThat(answer.json().at("/error/message").asText()).contains("0.023750 RUB", "0.003750 RUB");
        assertThat(alpha.received()).isEmpty();
        assertThat(redis.execute("EXISTS", RedisNames.held(account)).toInteger())
                .isZero();
    }

    @Test
    void holdsAgainstTheKeysSpendingCapToo() {
        // Given
        var day = LocalDate.now(ZoneOffset.UTC).toString();
        redis.execute(
                "HSET",
                RedisNames.keySpend(account, "key-1"),
                "version",
                "1",
                "day",
                day,
                "day_micros",
                "30000",
                "month",
                day.substring(0, 7),
                "month_micros",
                "50000",
                "micros",
                "50000");
        alpha.does(_ -> {});
        // When
        gateway.begin(account, "gen-" + UUID.randomUUID(), CHEAP, Headers.SPENDING_CAP, "day=60000,month=1000000");
        Blocking.until(() -> alpha.received().size() == 1);
        var refused = gateway.chat(account, CHEAP, Headers.SPENDING_CAP, "day=60000,month=1000000");
        var yesterdays = gateway.chat(account, CHEAP, Headers.SPENDING_CAP, "lifetime=50000");
        // Then
        assertThat(redis.execute("HGET", RedisNames.keySpend(account, "key-1"), "held")
                        .toInteger())
                .isEqualTo(23_750);
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.code()).isEqualTo("spending_cap_reached");
        // 60000 - 30000 spent - 23750 held
        assertThat(refused.json().at("/error/message").asText()).contains("0.023750 RUB", "0.006250 RUB", "per day");
        assertThat(yesterdays.status()).isEqualTo(402);
        assertThat(yesterdays.json().at("/error/message").asText()).contains("per lifetime");
        assertThat(redis.execute("ZCARD", RedisNames.holdRegistry(account)).toInteger())
                .isPositive();
    }

    @Test
    void asksBillingForWhatAKeyHasSpentWhenRedisDoesNotKnow() {
        // When
        var answer = gateway.chat(account, CHEAP, Headers.SPENDING_CAP, "day=60000000");
        // Then
        assertThat(answer.status()).isEqualTo(503);
        assertThat(alpha.received()).isEmpty();
    }

    @Test
    void putsTheLimitsOfTokensRightAtTheEnd() {
        // Given
        alpha.does(answering("x"));
        var now = System.currentTimeMillis() * 1000;
        var limits = RedisNames.limits(account, "key-1");
        // 1000 tokens a minute, all of which were taken at admission
        take(limits, now, 60_000_000);
        // When
        gateway.chat(account, CHEAP, "1000;1000,0", now);
        // Then
        // 10 and 5 tokens were used, which is 0.9 s of a minute
        Blocking.until(() -> redis.execute("HGET", limits, "tpm").toLong() < now + 2_000_000);
        assertThat(redis.execute("HEXISTS", limits, "tpd").toInteger()).isZero();
    }

    @Test
    void putsTheLimitsOfModelsRightByWhoAnswered() {
        // Given
        alpha.does(answering("x"));
        var now = System.currentTimeMillis() * 1000;
        var answering = RedisNames.modelLimits(account, "alpha/cheap");
        var other = RedisNames.modelLimits(account, "somebody/else");
        take(answering, now, 60_000_000);
        take(other, now, 60_000_000);
        // When
        gateway.chat(account, CHEAP, "100;0,0;alpha/cheap=100,0;somebody/else=100,0", now);
        // Then the one that answered keeps 15 tokens of 100 a minute, and the other one nothing
        Blocking.until(() -> redis.execute("EXISTS", other).toInteger() == 0);
        assertThat(redis.execute("HGET", answering, "tpm").toLong()).isEqualTo(now + 9_000_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "402|{\"model\":\"alpha/cheap\",\"messages\":[]}",
                "404|{\"model\":\"nobody/none\",\"messages\":[]}",
                "400|{\"model\":7}"
            })
    void givesTokensBackThatNothingUsed(int status, String body) {
        // Given
        balance(1);
        var limits = RedisNames.limits(account, "key-1");
        var now = System.currentTimeMillis() * 1000;
        take(limits, now, 60_000_000);
        // When
        var answer = gateway.chat(account, body, "1000;1000,0", now);
        // Then
        assertThat(answer.status()).isEqualTo(status);
        Blocking.until(() -> redis.execute("EXISTS", limits).toInteger() == 0);
    }

    @Test
    void asksBillingOnceForABalanceThatRedisDoesNotHave() {
        // Given
        redis.execute("DEL", RedisNames.balance(account));
        alpha.does(answering("x"));
        var billing = billing(204, true);
        try {
            // When
            var answer = gateway.chat(account, CHEAP);
            // Then
            assertThat(answer.status()).isEqualTo(200);
        } finally {
            Blocking.get(billing.close());
        }
    }

    @Test
    void admitsNobodyWithoutABalance() {
        // Given
        redis.execute("DEL", RedisNames.balance(account));
        var unreachable = gateway.chat(account, CHEAP);
        var billing = billing(404, false);
        try {
            // When
            var unknown = gateway.chat(account, CHEAP);
            // Then
            assertThat(unreachable.status()).isEqualTo(503);
            assertThat(unreachable.headers().get("retry-after")).isEqualTo("1");
            assertThat(unknown.status()).isEqualTo(402);
            assertThat(alpha.received()).isEmpty();
        } finally {
            Blocking.get(billing.close());
        }
    }

    private HttpServer billing(int status, boolean publishes) {
        var server = vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(true))
                .requestHandler(request -> vertx.<Void>executeBlocking(() -> {
                            assertThat(request.path())
                                    .isEqualTo("/internal/accounts/%s/balance/publish".formatted(account));
                            if (publishes) {
                                balance(1_000_000);
                            }
                            return null;
                        })
                        .onSuccess(_ -> request.response().setStatusCode(status).end()));
        return Blocking.get(server.listen(billingUrl.getPort(), "127.0.0.1"));
    }

    /** All that a generation may use, as the gateway takes it. */
    private void take(String limits, long now, long micros) {
        redis.execute("EVAL", TokenLimit.TAKE.source(), "1", limits, "tpm", Long.toString(now), Long.toString(micros));
    }
}
