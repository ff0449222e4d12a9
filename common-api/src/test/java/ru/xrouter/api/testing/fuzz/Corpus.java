package ru.xrouter.api.testing.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Well-formed texts, and the mutants that are made of them. */
public final class Corpus {
    private final List<byte[]> texts;
    private final List<Tree> trees;

    private Corpus(List<byte[]> texts, List<Tree> trees) {
        this.texts = List.copyOf(texts);
        this.trees = List.copyOf(trees);
    }

    /** The committed requests of one kind: a line of {@code fuzz/<kind>.jsonl} each. */
    public static Corpus requests(String kind) {
        var file = "/fuzz/%s.jsonl".formatted(kind);
        try (var in = Objects.requireNonNull(Corpus.class.getResourceAsStream(file), file)) {
            return ofJson(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.getBytes(StandardCharsets.UTF_8))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Texts that are one JSON value each. */
    public static Corpus ofJson(List<byte[]> texts) {
        return new Corpus(texts, texts.stream().map(Tree::of).toList());
    }

    /** Texts that are not JSON as a whole, of which only the bytes are mutated. */
    public static Corpus ofBytes(List<byte[]> texts) {
        return new Corpus(texts, List.of());
    }

    /** The mutant of this seed. */
    public Mutant mutant(long seed) {
        var random = new Random(seed * 0x9E3779B97F4A7C15L);
        var mutations = new Mutations(random, trees);
        var chosen = random.nextInt(texts.size());
        return new Mutant(
                seed, trees.isEmpty() ? mutations.brokenBytes(texts.get(chosen)) : mutations.broken(trees.get(chosen)));
    }

    /** The texts themselves. */
    public List<byte[]> texts() {
        return texts;
    }
}
