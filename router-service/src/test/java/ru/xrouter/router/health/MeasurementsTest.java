package ru.xrouter.router.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.access.OwnCredential;
import ru.xrouter.router.catalogue.Offer;
import ru.xrouter.router.catalogue.TestCatalogue;

class MeasurementsTest {
    private static final Offer OFFER = Objects.requireNonNull(
                    TestCatalogue.catalogue().offers("both/shared"))
            .getFirst();

    private final AtomicLong now = new AtomicLong(1_000_000_000_000L);
    private final Measurements measurements = new Measurements(now::get);

    private Figures figures() {
        return Health.of(List.of(measurements.sums())).of(OFFER);
    }

    @Test
    void forgetsAfterFiveMinutesAndSlotBySlotBefore() {
        // Given
        measurements.answered(OFFER, Duration.ofMillis(100));
        now.addAndGet(Duration.ofMinutes(3).toMillis());
        measurements.failed(OFFER, "timed_out");
        assertThat(figures().errorRate()).isEqualTo(0.5);
        // When
        now.addAndGet(Duration.ofMinutes(2).toMillis());
        // Then
        assertThat(figures().errorRate()).isEqualTo(1);
        // When
        now.addAndGet(Duration.ofMinutes(3).toMillis());
        // Then
        assertThat(measurements.sums()).isEmpty();
        // When the same slots come round again
        measurements.answered(OFFER, Duration.ofMillis(100));
        // Then
        assertThat(figures().attempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rate_limited", "bad_credentials", "unavailable", "timed_out", "interrupted", "unreachable"})
    void countsTheProvidersFailures(String outcome) {
        measurements.failed(OFFER, outcome);
        assertThat(figures().failed()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "invalid_request",
                "unsupported_parameter",
                "refused_credential",
                "client_gone",
                "deadline",
                "shutdown"
            })
    void countsNothingThatIsNotTheProviders(String outcome) {
        measurements.failed(OFFER, outcome);
        assertThat(figures().attempts()).isZero();
    }

    @Test
    void doesNotHoldAgainstAProviderThatACustomersOwnContractIsUsedUp() {
        measurements.failed(OFFER.with(new OwnCredential("alpha", "x", false)), "rate_limited");
        assertThat(figures().attempts()).isZero();
    }

    /** An answer whose form is checked before it is given comes at once, however it is asked for. */
    @ParameterizedTest
    @CsvSource({
        "true, 400, 1400, 1000",
        "true, 1399, 1400, 1400",
        "true, , 1400, 1400",
        "false, 1390, 1400, 1400",
        "true, 0, 0, 1"
    })
    void takesTheTimeSinceTheFirstTokenOnlyWhereTokensCameOneByOne(
            boolean streamed, @Nullable Long firstByteMillis, long latencyMillis, long generating) {
        assertThat(Measurements.generating(streamed, firstByteMillis, latencyMillis))
                .isEqualTo(generating);
    }
}
