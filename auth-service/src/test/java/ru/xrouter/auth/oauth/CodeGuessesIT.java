package ru.xrouter.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ru.xrouter.auth.metrics.AuthMetrics.Limit;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class CodeGuessesIT {
    @Inject
    CodeGuesses guesses;

    @ParameterizedTest
    @EnumSource(names = {"DEVICES", "REGISTRATIONS"})
    void countsAWholeNetworkOfIpv6AsOne(Limit limit) {
        assertThat(guesses.permittedFrom(limit, "2001:db8:7:1::1", 2)).isTrue();
        assertThat(guesses.permittedFrom(limit, "2001:db8:7:1::2", 2)).isTrue();
        assertThat(guesses.permittedFrom(limit, "2001:db8:7:1:ffff::3", 2)).isFalse();
        assertThat(guesses.permittedFrom(limit, "2001:db8:7:2::1", 2)).isTrue();
    }
}
