package ru.xrouter.e2e.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What no answer and no log may ever hold: the stack's own secrets, and keys of callers. */
public record Secrets(List<String> values) {
    private static final int SHORTEST = 12;
    /** What the local stack gives the adapters for the simulated providers. */
    private static final List<String> AT_PROVIDERS = List.of("bG9jYWw6c2ltdWxhdG9y", "AQVN-local-key-of-the-simulator");

    public Secrets {
        values = List.copyOf(values);
    }

    /** The stack's secrets, its printed key, and more. */
    public static Secrets of(Stack stack, String... more) {
        var values = new ArrayList<>(List.of(more));
        values.add(stack.key());
        values.addAll(AT_PROVIDERS);
        try {
            for (var line : Files.readAllLines(stack.state().resolve("secrets.env"))) {
                var value = line.substring(line.indexOf('=') + 1).replaceAll("^['\"]|['\"]$", "");
                if (line.contains("=") && value.length() >= SHORTEST) {
                    values.add(value);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Secrets(values);
    }

    /** Whether the text holds one of them. */
    public boolean isIn(String text) {
        return values.stream().anyMatch(text::contains);
    }

    /** The stack's logs that hold one of them. */
    public List<Path> logsThatTell(Stack stack) {
        return stack.logs().stream().filter(log -> isIn(text(log))).toList();
    }

    private static String text(Path log) {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return values.size() + " secrets";
    }
}
