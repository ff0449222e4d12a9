package ru.xrouter.auth.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.commons.codec.binary.Base32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The last six digits of the test vectors in RFC 6238, appendix B. */
class TotpTest {
    private static final String SECRET =
            new Base32().encodeToString("12345678901234567890".getBytes(StandardCharsets.US_ASCII));

    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void showsWhatAllAppsShow(long second, String code) {
        assertThat(Totp.step(SECRET, code, Instant.ofEpochSecond(second))).hasValue(second / 30);
    }

    @Test
    void takesTheCodesBesideThePresentOneAndNoOthers() {
        var now = Instant.ofEpochSecond(1_234_567_890);
        var step = now.getEpochSecond() / 30;
        for (long beside = step - 3; beside <= step + 3; beside++) {
            var found = Totp.step(SECRET, Totp.code(SECRET, beside), now);
            assertThat(found.isPresent()).as("%d steps away", beside - step).isEqualTo(Math.abs(beside - step) <= 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "12345", "1234567", "abcdef", "٠٠٥٩٢٤"})
    void takesNothingElse(String code) {
        assertThat(Totp.step(SECRET, code, Instant.ofEpochSecond(1_234_567_890)))
                .isEmpty();
    }
}
