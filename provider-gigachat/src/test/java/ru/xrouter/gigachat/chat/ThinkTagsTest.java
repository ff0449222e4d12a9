package ru.xrouter.gigachat.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThinkTagsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            quoteCharacter = '"',
            value = {
                "<think>карта</think>Волга|карта|Волга",
                " <think>карта</think>  Волга |карта|Волга ",
                "<think></think>Волга|\"\"|Волга",
                "<think>a < b </thin </think></think>Волга|a < b </thin |</think>Волга",
                "<think>карта|карта|\"\"",
                "<think>карта</thi|карта</thi|\"\"",
                "<think>карта</think>|карта|\"\"",
                "Волга|\"\"|Волга",
                "  Волга|\"\"|  Волга",
                "<thi|\"\"|<thi",
                "<thinking>карта</think>|\"\"|<thinking>карта</think>",
                "Тег <think>пишут так</think>|\"\"|Тег <think>пишут так</think>",
                "<think>раз</think>два <think>три</think>|раз|два <think>три</think>",
                "\"\"|\"\"|\"\""
            })
    void partsReasoningFromTheAnswerWhereverTheTextIsCut(String text, String reasoning, String answer) {
        for (int first = 0; first <= text.length(); first++) {
            for (int second = first; second <= text.length(); second++) {
                // When
                var parts = parts(text.substring(0, first), text.substring(first, second), text.substring(second));

                // Then
                assertThat(parts).as("%d %d", first, second).isEqualTo(new ThinkTags.Parts(reasoning, answer));
            }
        }
    }

    @Test
    void showsReasoningAtOnce() {
        // Given
        var think = new ThinkTags();

        // When
        var parts = think.accept("<think>карта <");

        // Then
        assertThat(parts).isEqualTo(new ThinkTags.Parts("карта ", ""));
    }

    @Test
    void waitsForTheTagThroughSoMuchWhiteSpaceOnly() {
        // Given
        var think = new ThinkTags();

        // When
        var parts = think.accept(" ".repeat(65));

        // Then
        assertThat(parts).isEqualTo(new ThinkTags.Parts("", " ".repeat(65)));
    }

    private static ThinkTags.Parts parts(String... pieces) {
        var think = new ThinkTags();
        var reasoning = new StringBuilder();
        var answer = new StringBuilder();
        for (var piece : pieces) {
            var parts = think.accept(piece);
            reasoning.append(parts.reasoning());
            answer.append(parts.answer());
        }
        var rest = think.end();
        return new ThinkTags.Parts(reasoning + rest.reasoning(), answer + rest.answer());
    }
}
