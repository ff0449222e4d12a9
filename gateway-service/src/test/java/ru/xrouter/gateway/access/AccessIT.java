package ru.xrouter.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gateway.testing.GatewayClient.anonymous;
import static ru.xrouter.gateway.testing.GatewayClient.chat;
import static ru.xrouter.gateway.testing.GatewayClient.eventually;
import static ru.xrouter.gateway.testing.GatewayClient.json;
import static ru.xrouter.gateway.testing.GatewayClient.send;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.gateway.testing.FakeAuth;
import ru.xrouter.gateway.testing.Peers;
import ru.xrouter.gateway.testing.PeersResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

@QuarkusTest
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(PeersResource.class)
class AccessIT {
    @Inject
    RedisDataSource redis;

    @BeforeEach
    void start() {
        Peers.start();
    }

    @AfterEach
    void authIsBack() {
        Peers.auth().away(false);
    }

    @Test
    void admitsAKnownKeyAndAsksForItOnce() {
        // Given
        var key = Peers.auth().newKey();
        // When
        var first = chat(key, "plain");
        var lookups = Peers.auth().lookups();
        var second = chat(key, "plain");
        // Then
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(Peers.auth().lookups()).isLessThanOrEqualTo(lookups + 1);
    }

    @Test
    void asksOnceMoreWhenAuthIsLate() {
        // Given
        var key = Peers.auth().newKey();
        Peers.auth().missOne();
        // When
        var answer = chat(key, "plain");
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void refusesAMissingOrMalformedKeyWithoutAsking() {
        // Given
        var lookups = Peers.auth().lookups();
        // Then
        assertRefused(send(anonymous("/v1/models").GET()), 401, "invalid_api_key");
        assertRefused(send(anonymous("/v1/models").header("authorization", "Bearer sk-123")), 401, "invalid_api_key");
        assertRefused(send(anonymous("/v1/credits").header("authorization", "Basic abc")), 401, "invalid_api_key");
        assertThat(Peers.auth().lookups()).isEqualTo(lookups);
    }

    @Test
    void refusesAnUnknownKey() {
        // Given
        var key = Peers.auth().newKey();
        Peers.auth().forget(key);
        // Then
        assertRefused(chat(key, "plain"), 401, "invalid_api_key");
    }

    @Test
    void refusesAnExpiredKeyThatIsStillCached() throws InterruptedException {
        // Given
        var expiry = Instant.now().plus(Duration.ofSeconds(1));
        var key = Peers.auth().newKey(1000, 10, expiry);
        assertThat(chat(key, "plain").statusCode()).isEqualTo(200);
        // Then
        eventually(() -> chat(key, "plain").statusCode() == 401);
        assertThat(Instant.now()).isAfter(expiry);
    }

    @Test
    void refusesARevokedKeyWithinASecondEvenThoughAuthCannotBeAsked() throws InterruptedException {
        // Given
        var key = Peers.auth().newKey();
        var other = Peers.auth().newKey();
        eventually(() -> cached(key) && cached(other));
        Peers.auth().forget(key);
        // When
        var published = Instant.now();
        redis.pubsub(String.class).publish(RedisNames.REVOCATIONS, key.id());
        eventually(() -> chat(key, "plain").statusCode() == 401);
        // Then
        assertThat(Duration.between(published, Instant.now())).isLessThan(Duration.ofSeconds(1));
        assertThat(chat(other, "plain").statusCode()).isEqualTo(200);
    }

    @Test
    void admitsAnAccessTokenAndAsksForItOnce() {
        // Given
        var token = Peers.auth().newToken();
        assertThat(chat(token, "plain").statusCode()).isEqualTo(200);
        var lookups = Peers.auth().lookups();
        // When
        var second = chat(token, "plain");
        // Then
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(Peers.auth().lookups()).isLessThanOrEqualTo(lookups + 1);
        assertThat(Peers.router().last().headers().get("x-xrouter-app")).isEqualTo("app-1");
    }

    @Test
    void refusesARevokedAccessTokenWithinASecond() throws InterruptedException {
        // Given
        var token = Peers.auth().newToken();
        eventually(() -> cached(token));
        Peers.auth().forget(token);
        // When
        var published = Instant.now();
        redis.pubsub(String.class).publish(RedisNames.REVOCATIONS, token.id());
        eventually(() -> chat(token, "plain").statusCode() == 401);
        // Then
        assertThat(Duration.between(published, Instant.now())).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void refusesATokenThatNobodyOfOursSignedWithoutAskingWhoseItIs() {
        // Given
        var good = Peers.auth().newToken();
        assertThat(chat(good, "plain").statusCode()).isEqualTo(200);
        var parts = good.secret().split("\\.", -1);
        var lookups = Peers.auth().lookups();
        // Then
        for (var forged : List.of(
                parts[0] + "." + parts[1] + "." + parts[2].substring(2) + "AA",
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + parts[1],
                "eyJhbGciOiJub25lIn0." + parts[1] + ".",
                "eyJ")) {
            assertRefused(chat(new FakeAuth.Key(forged, "", ""), "plain"), 401, "invalid_api_key");
        }
        assertThat(Peers.auth().lookups()).isLessThanOrEqualTo(lookups + 1);
    }

    @Test
    void answersUnknownKeysWith503AndKnownOnesWithTheirAnswerWhileAuthIsAway() {
        // Given
        var known = Peers.auth().newKey();
        var unknown = Peers.auth().newKey();
        chat(known, "plain");
        // When
        Peers.auth().away(true);
        var away = chat(unknown, "plain");
        // Then
        assertRefused(away, 503, "service_unavailable");
        assertThat(away.headers().firstValue("retry-after")).contains("1");
        assertThat(chat(known, "plain").statusCode()).isEqualTo(200);
        // And it heals by itself.
        Peers.auth().away(false);
        assertThat(chat(unknown, "plain").statusCode()).isEqualTo(200);
    }

    private static boolean cached(FakeAuth.Key key) {
        return chat(key, "plain").statusCode() == 200;
    }

    private static void assertRefused(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        var error = json(response).get("error");
        assertThat(error.has("message") && error.has("type") && error.has("param") && error.has("code"))
                .isTrue();
        assertThat(error.get("code").asText()).isEqualTo(code);
        assertThat(response.headers().firstValue("x-request-id"))
                .hasValueSatisfying(id -> assertThat(id).startsWith("gen-"));
    }
}
