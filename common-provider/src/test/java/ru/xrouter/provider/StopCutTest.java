package ru.xrouter.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StopCutTest {
    @Test
    void cutsAtTheFirstStopSequenceHoweverTheTextIsCut() {
        // Given
        var text = "один END два STOP три";

        for (int at = 0; at <= text.length(); at++) {
            // When
            var cut = new StopCut(List.of("STOP", "END"));
            var shown = cut.accept(text.substring(0, at)) + cut.accept(text.substring(at)) + cut.end();

            // Then
            assertThat(shown).as("cut at %d", at).isEqualTo("один ");
            assertThat(cut.stopped()).isTrue();
        }
    }

    @Test
    void findsAStopSequenceThatComesCharacterByCharacter() {
        // Given
        var cut = new StopCut(List.of("abab!"));
        var shown = new StringBuilder();

        // When
        for (var character : "xababab!y".split("", -1)) {
            shown.append(cut.accept(character));
        }

        // Then
        assertThat(shown.append(cut.end()).toString()).isEqualTo("xab");
        assertThat(cut.stopped()).isTrue();
    }

    @Test
    void holdsBackOnlyWhatMayBeginAStopSequence() {
        // Given
        var cut = new StopCut(List.of("###"));

        // When
        var first = cut.accept("text #");
        var second = cut.accept("# more");

        // Then
        assertThat(first).isEqualTo("text ");
        assertThat(second).isEqualTo("## more");
        assertThat(cut.stopped()).isFalse();
    }

    @Test
    void showsWhatWasHeldBackWhenTheTextEnds() {
        // Given
        var cut = new StopCut(List.of("###"));
        cut.accept("text ##");

        // When
        var rest = cut.end();

        // Then
        assertThat(rest).isEqualTo("##");
    }

    @Test
    void leavesTheTextAloneWithoutStopSequences() {
        assertThat(new StopCut(List.of("")).accept("anything")).isEqualTo("anything");
    }
}
