package ru.xrouter.auth.outside;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutsideDetailsTest {
    @ParameterizedTest
    @CsvSource({
        "4711, 4711",
        "9223372036854775807, 9223372036854775807",
        "4711.0, 4711",
        "47.11,",
        "92233720368547758079,",
        "'\"92233720368547758079\"', 92233720368547758079",
        "'[4711]',",
    })
    void takesANumberOfAPersonOnlyAsItWasWritten(String written, String taken) throws ParseException {
        var claims = JSONObjectUtils.parse("{\"id\": %s}".formatted(written));
        assertThat(OutsideDetails.claim(claims, "id").orElse(null)).isEqualTo(taken);
    }
}
