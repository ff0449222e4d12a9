package ru.xrouter.auth.secret;

import java.util.List;
import java.util.Optional;

/** Envelopes whose keys are derived from the peppers of the tests' configuration, one at a time. */
public final class Peppers {
    private Peppers() {}

    /** What seals and opens under the pepper before the current one alone. */
    public static Envelope old() {
        return under("the-pepper-before-the-local-pepper");
    }

    /** What seals and opens under the current one alone. */
    public static Envelope current() {
        return under("local-pepper-that-guards-no-real-key");
    }

    private static Envelope under(String pepper) {
        return new Envelope(new EnvelopeKeys(new NoKey(), Optional.of(pepper), "1", Optional.empty()));
    }

    private record NoKey() implements SecretConfig {
        @Override
        public Optional<String> key() {
            return Optional.empty();
        }

        @Override
        public String keyId() {
            return "1";
        }

        @Override
        public Optional<List<String>> oldKeys() {
            return Optional.empty();
        }
    }
}
