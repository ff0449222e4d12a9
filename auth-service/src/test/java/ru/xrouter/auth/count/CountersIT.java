package ru.xrouter.auth.count;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class CountersIT {
    private final String key = "counted:" + UUID.randomUUID();

    @Inject
    Counters counters;

    @Inject
    RedisDataSource redis;

    @Test
    void endWithTheTimeOfTheFirst() {
        assertThat(counters.add(key, Duration.ofMinutes(10))).isEqualTo(1);
        assertThat(counters.add(key, Duration.ofMinutes(90))).isEqualTo(2);
        assertThat(redis.key().ttl(key)).isBetween(1L, 600L);
    }

    @Test
    void haveAnEndEvenWhereOneWasLeftWithout() {
        redis.execute("SET", key, "7");
        assertThat(counters.add(key, Duration.ofMinutes(10))).isEqualTo(8);
        assertThat(redis.key().ttl(key)).isPositive();
    }

    @Test
    void goBackNoFurtherThanTheirEnd() {
        counters.add(key, Duration.ofMinutes(10));
        counters.takeBack(key);
        assertThat(counters.count(key)).isZero();
        counters.takeBack(key + "x");
        assertThat(redis.key().exists(key + "x")).isFalse();
    }
}
