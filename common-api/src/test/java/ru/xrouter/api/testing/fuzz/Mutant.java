package ru.xrouter.api.testing.fuzz;

import java.nio.charset.StandardCharsets;

/**
 * A broken copy of a well-formed text.
 *
 * @param seed makes the same mutant again
 */
@SuppressWarnings("ArrayRecordComponent") // The body is sent, never compared.
public record Mutant(long seed, byte[] body) {
    private static final int SHOWN = 2_000;

    @Override
    public String toString() {
        var text = new String(body, StandardCharsets.UTF_8);
        return "seed %d, %d bytes: %s".formatted(seed, body.length, text.substring(0, Math.min(SHOWN, text.length())));
    }
}
