package ru.xrouter.simulator.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.simulator.knobs.Knobs;

class AnswerTextTest {
    @ParameterizedTest
    @CsvSource({"'',0", "a,1", "абвг,1", "абвгд,2", "😀😀😀😀,1"})
    void countsATokenForEveryFourCodePointsBegun(String text, int tokens) {
        assertThat(Tokens.of(text)).isEqualTo(tokens);
    }

    @Test
    void givesExactlyTheTokensAskedFor() {
        var answer = AnswerText.to("x", Knobs.parse("tokens=777"), Integer.MAX_VALUE);

        assertThat(answer.tokens()).isEqualTo(777);
        assertThat(Tokens.of(answer.text())).isEqualTo(777);
    }

    @Test
    void endsAtTheLimitWithoutSplittingACharacter() {
        var answer = AnswerText.limited("😀".repeat(20), 3);

        assertThat(answer.truncated()).isTrue();
        assertThat(answer.text()).isEqualTo("😀".repeat(12));
        assertThat(answer.tokens()).isEqualTo(3);
    }

    @Test
    void isNotTruncatedByALimitItJustFits() {
        assertThat(AnswerText.limited("абвгд", 2).truncated()).isFalse();
    }

    @Test
    void splitsIntoGrowingPiecesThatEndWithTheWhole() {
        // Given
        var answer = AnswerText.limited("a😀б".repeat(10), Integer.MAX_VALUE);

        // When
        var pieces = answer.pieces(Knobs.parse("chunks=7"));

        // Then
        assertThat(pieces).isEqualTo(7);
        for (var piece = 1; piece < pieces; piece++) {
            assertThat(answer.codePointsAfter(piece, pieces)).isGreaterThan(answer.codePointsAfter(piece - 1, pieces));
        }
        assertThat(answer.index(answer.codePointsAfter(pieces - 1, pieces)))
                .isEqualTo(answer.text().length());
    }

    @Test
    void streamsAnEchoInTenToTwentyPieces() {
        assertThat(AnswerText.to("привет", Knobs.NONE, Integer.MAX_VALUE).pieces(Knobs.NONE))
                .isBetween(10, 20);
    }

    @Test
    void findsEveryCallAMessageAsksFor() {
        var calls = WantedCall.in("please call first {\"a\": {\"b\": 1}} and call second.");

        assertThat(calls).extracting(WantedCall::name).containsExactly("first", "second.");
        assertThat(String.valueOf(calls.getFirst().arguments())).isEqualTo("{\"a\":{\"b\":1}}");
    }

    @Test
    void makesThePlainestValueOfASchema() {
        var schema = Json.parse("""
                {"type":"object","properties":{"city":{"type":"string"},"unit":{"type":"string","enum":["c","f"]},
                 "days":{"type":"array","items":{"$ref":"#/$defs/day"}},"ok":{"type":["boolean","null"]}},
                 "$defs":{"day":{"type":"integer","minimum":3}}}
                """);

        assertThat(String.valueOf(SchemaSample.of(schema == null ? Json.MAPPER.nullNode() : schema)))
                .isEqualTo("{\"city\":\"city\",\"unit\":\"c\",\"days\":[3],\"ok\":true}");
    }
}
