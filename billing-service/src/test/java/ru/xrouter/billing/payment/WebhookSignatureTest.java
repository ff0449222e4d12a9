package ru.xrouter.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {
    private static final String SECRET = "s3cret";
    private static final byte[] BODY = "{\"event\":\"payment.succeeded\"}".getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    @Test
    void acceptsWhatWasSignedJustNow() {
        var header = WebhookSignature.header(NOW.minusSeconds(299), BODY, SECRET);

        assertThat(valid(header, BODY)).isTrue();
    }

    @Test
    void refusesOldNoticesAndThoseFromTheFuture() {
        assertThat(valid(WebhookSignature.header(NOW.minusSeconds(301), BODY, SECRET), BODY))
                .isFalse();
        assertThat(valid(WebhookSignature.header(NOW.plusSeconds(301), BODY, SECRET), BODY))
                .isFalse();
    }

    @Test
    void refusesAnotherBodyAnotherTimeAndAnotherSecret() {
        var header = WebhookSignature.header(NOW, BODY, SECRET);
        var other = "{\"event\":\"payment.succeeded \"}".getBytes(StandardCharsets.UTF_8);

        assertThat(valid(header, other)).isFalse();
        assertThat(valid(header.replaceFirst("t=\\d+", "t=" + NOW.plusSeconds(1).getEpochSecond()), BODY))
                .isFalse();
        assertThat(valid(WebhookSignature.header(NOW, BODY, "other"), BODY)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "t=1", "v1=00", "t=x,v1=00", "t=1795600000,v1=zz"})
    void refusesWhatIsNoSignature(String header) {
        assertThat(valid(header, BODY)).isFalse();
    }

    private static boolean valid(String header, byte[] body) {
        return WebhookSignature.valid(header, body, SECRET, NOW, TOLERANCE);
    }
}
