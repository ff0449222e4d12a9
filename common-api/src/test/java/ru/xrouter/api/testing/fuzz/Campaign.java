package ru.xrouter.api.testing.fuzz;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Many mutants of one corpus, each of which must be read or refused in good time. A failure names its seed; {@code
 * -Dfuzz.seed=N} runs that one alone, {@code -Dfuzz.requests=N} so many instead of the usual number.
 */
public record Campaign(Corpus corpus, int usually) {
    /** Of CPU time, so that a busy machine fails nothing. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    /** Hands every mutant to the reader, which fails in no way but those it declares fine. */
    public void run(Consumer<Mutant> reader) {
        seeds().forEach(seed -> {
            var mutant = corpus.mutant(seed);
            var begun = cpuNanos();
            try {
                reader.accept(mutant);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("-Dfuzz.seed=%d fails; %s".formatted(seed, mutant), e);
            }
            var taken = Duration.ofNanos(cpuNanos() - begun);
            if (taken.compareTo(LONGEST) > 0) {
                throw new AssertionError("-Dfuzz.seed=%d takes %s; %s".formatted(seed, taken, mutant));
            }
        });
    }

    /** The seeds to run, from 0. */
    public LongStream seeds() {
        return Optional.ofNullable(Long.getLong("fuzz.seed"))
                .map(LongStream::of)
                .orElseGet(() -> LongStream.range(0, Integer.getInteger("fuzz.requests", usually)));
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
