package ru.xrouter.simulator.knobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnobsTest {
    @ParameterizedTest
    @CsvSource({
        "latency=200ms, LATENCY, 200",
        "latency=200, LATENCY, 200",
        "first-byte=2s, FIRST_BYTE, 2000",
        "first_byte=1m, FIRST_BYTE, 60000",
        "retry-after=3, RETRY_AFTER, 3",
        "garbage, GARBAGE, 1",
        "garbage=false, GARBAGE, 0",
        "rate-limited, RATE_LIMITED, 1",
        "rate-limited=hour, RATE_LIMITED, 2",
        "content-filter, CONTENT_FILTER, 0",
        "content-filter=4, CONTENT_FILTER, 4",
        "status=503, STATUS, 503"
    })
    void readsEachKindOfValue(String text, Knob knob, long value) {
        assertThat(Knobs.parse(text).get(knob, -1)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"latencyy=1ms", "status=200", "gap=fast", "tokens=0", "chunks=x", "latency=11m"})
    void refusesWhatItDoesNotUnderstand(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Knobs.parse(text));
    }

    @Test
    void prefersItsOwnValuesOverThoseBeneath() {
        // Given
        var own = Knobs.parse("status=503 gap=1ms");
        var beneath = Knobs.parse("status=429 latency=5ms");

        // When
        var merged = own.over(beneath);

        // Then
        assertThat(merged.toJson().toString()).isEqualTo("{\"latency\":5,\"gap\":1,\"status\":503}");
    }

    @Test
    void takesTheDirectiveOutOfTheText() {
        var directive = Directive.in("до [[sim status=503, gap=2ms]] после");

        assertThat(directive.text()).isEqualTo("до  после");
        assertThat(directive.knobs().get(Knob.STATUS, 0)).isEqualTo(503);
        assertThat(Directive.strip("до [[sim status=503]]")).isEqualTo("до");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "[[sim never closed", "]] [[si"})
    void leavesOtherTextAlone(String text) {
        assertThat(Directive.in(text)).isEqualTo(new Directive(Knobs.NONE, text));
    }

    @Test
    void keepsProvidersApart() throws Exception {
        // Given
        var global = new GlobalKnobs();

        // When
        global.put((ObjectNode) new ObjectMapper().readTree("{\"provider\":\"gigachat\",\"status\":503}"));

        // Then
        assertThat(global.gigachat().knobs().has(Knob.STATUS)).isTrue();
        assertThat(global.yandexgpt().knobs().has(Knob.STATUS)).isFalse();
    }
}
