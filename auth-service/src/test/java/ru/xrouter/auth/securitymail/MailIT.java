package ru.xrouter.auth.securitymail;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import ru.xrouter.auth.id.RandomIds;
import ru.xrouter.auth.metrics.AuthMetrics;
import ru.xrouter.auth.page.SiteConfig;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class MailIT {
    @Inject
    RandomIds ids;

    @Inject
    AuthMetrics metrics;

    @Inject
    MeterRegistry registry;

    @Test
    void countsNothingAsLostThatIsTriedAgain() {
        // Given
        var mail = new Mail(
                _ -> {
                    throw new IllegalStateException("The mail server is away.");
                },
                ids,
                mailed(),
                metrics);
        var before = lost();
        // Then
        assertThat(mail.send("a@b.example", "S", "T")).isFalse();
        assertThat(lost()).isEqualTo(before);
    }

    private double lost() {
        return registry.counter("xrouter.auth.mails", "outcome", "failed").count();
    }

    /** As it is where no folder takes the e-mails. */
    private static SiteConfig mailed() {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(SiteConfig.class)
                .build()
                .getConfigMapping(SiteConfig.class);
    }
}
