package ru.xrouter.service.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceparentTest {
    private static final String VALID = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @ParameterizedTest
    @ValueSource(strings = {VALID, "00-00000000000000000000000000000001-0000000000000001-ff"})
    void continuesTheCallersTrace(String header) {
        assertThat(Traceparent.continueOrStart(header)).isEqualTo(header);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0000000000000000000000000000000000000000000000000000",
                "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c.b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331.01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333--01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0g",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-012",
                "secret\r\nx: y",
            })
    void startsItsOwnInPlaceOfAnInvalidOne(String header) {
        assertThat(Traceparent.continueOrStart(header)).isNotEqualTo(header);
    }

    @RepeatedTest(20)
    void startsValidTraces() {
        var started = Traceparent.continueOrStart(null);

        assertThat(Traceparent.continueOrStart(started)).isEqualTo(started);
    }
}
