package ru.xrouter.api.testing.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class CampaignTest {
    private static final int MANY = 1_000;

    private final Corpus corpus = Corpus.requests("chat");

    @Test
    void makesTheSameMutantOfTheSameSeed() {
        for (var seed = 0; seed < MANY; seed++) {
            assertThat(corpus.mutant(seed).body())
                    .isEqualTo(Corpus.requests("chat").mutant(seed).body());
        }
    }

    @Test
    void makesAnotherMutantOfMostSeeds() {
        // Given
        var seen = new HashSet<String>();
        // When
        for (var seed = 0; seed < MANY; seed++) {
            seen.add(new String(corpus.mutant(seed).body(), StandardCharsets.ISO_8859_1));
        }
        // Then
        assertThat(seen.size()).isGreaterThan(MANY * 3 / 4);
    }

    @Test
    void mutatesWhatIsNotJsonByItsBytes() {
        // Given
        var stream = Corpus.ofBytes(List.of("data: {}\n\ndata: [DONE]\n\n".getBytes(StandardCharsets.UTF_8)));
        // Then
        assertThat(stream.mutant(1).body()).isNotEqualTo(stream.texts().getFirst());
    }

    @Test
    void namesTheSeedOfAFailure() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> new Campaign(corpus, MANY).run(mutant -> {
                    if (mutant.seed() == 17) {
                        throw new IllegalStateException();
                    }
                }))
                .withMessageStartingWith("-Dfuzz.seed=17 fails; seed 17, ")
                .withCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void failsAReaderThatTakesTooLong() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> new Campaign(corpus, 1).run(_ -> {
                    var end = cpuNanos() + 2_100_000_000L;
                    while (cpuNanos() < end) {
                        Thread.onSpinWait();
                    }
                }))
                .withMessageContaining("-Dfuzz.seed=0 takes ");
    }

    private static long cpuNanos() {
        return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
