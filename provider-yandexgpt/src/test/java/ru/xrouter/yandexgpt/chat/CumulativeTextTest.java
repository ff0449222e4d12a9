package ru.xrouter.yandexgpt.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import ru.xrouter.yandexgpt.wire.WellFormed;

class CumulativeTextTest {
    private static final int SEEDS = 2000;
    private static final List<String> ALPHABET = List.of(
            "a",
            "Ж",
            " ",
            "\n",
            "é",
            "e\u0301",
            "и\u0306",
            "📚",
            "👩\u200D🚀",
            "🇷🇺",
            "中",
            "\uFFFD",
            "\"",
            "\\",
            "\u0000");

    @Test
    void piecesOfAGrowingTextJoinToExactlyThatText() {
        for (int seed = 0; seed < SEEDS; seed++) {
            // Given
            var random = new Random(seed);
            var whole = IntStream.range(0, random.nextInt(60))
                    .mapToObj(_ -> ALPHABET.get(random.nextInt(ALPHABET.size())))
                    .collect(Collectors.joining());
            var text = new CumulativeText();
            var joined = new StringBuilder();
            // When
            for (int end = 0; end < whole.length(); end += random.nextInt(6)) {
                // Any cut, between the halves of a surrogate pair too.
                var piece = text.grown(whole.substring(0, end));
                assertThat(piece).as("a piece, seed %d", seed).isEqualTo(WellFormed.text(piece));
                joined.append(piece);
            }
            joined.append(text.completed(whole).orElseThrow());
            // Then
            assertThat(joined.toString()).as("all pieces, seed %d", seed).isEqualTo(whole);
        }
    }

    @Test
    void whatWasGivenIsAlwaysTheBeginningOfTheNewestTextThatAddedToIt() {
        for (int seed = 0; seed < SEEDS; seed++) {
            // Given
            var random = new Random(seed);
            var text = new CumulativeText();
            var given = new StringBuilder();
            var newest = "";
            for (int i = 0; i < 20; i++) {
                newest = newest.substring(0, random.nextInt(newest.length() + 1))
                        + (random.nextBoolean() ? "ab" : "b\uFFFD");
                // When
                var piece = text.grown(newest);
                // Then
                given.append(piece);
                assertThat(piece.isEmpty() || newest.startsWith(given.toString()))
                        .as("seed %d, text %d", seed, i)
                        .isTrue();
            }
            assertThat(text.completed(newest).isPresent())
                    .as("seed %d", seed)
                    .isEqualTo(newest.startsWith(given.toString())
                            || given.toString().startsWith(newest));
        }
    }

    @Test
    void repeatsNothing() {
        // Given
        var text = new CumulativeText();
        // When
        var pieces = List.of(text.grown("ab"), text.grown("ab"), text.grown("abc"));
        // Then
        assertThat(pieces).containsExactly("ab", "", "c");
    }

    @Test
    void saysNothingWhileTheTextContradictsWhatWasGiven() {
        // Given
        var text = new CumulativeText();
        text.grown("Hello wor");
        // When
        var contradicting = text.grown("Hello, world");
        var end = text.completed("Hello, world!");
        // Then
        assertThat(contradicting).isEmpty();
        assertThat(end).isEmpty();
    }
}
