package ru.xrouter.router.catalogue;

import java.util.HashSet;
import java.util.List;

/** Checks of catalogue values; a refusal names the key and the value. */
final class Checks {
    private static final int LONGEST_TEXT = 2000;

    private Checks() {}

    static void text(String key, String value) {
        if (value.isBlank() || value.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("%s: '%s' must be a text of at most %d characters."
                    .formatted(key, value.substring(0, Math.min(40, value.length())), LONGEST_TEXT));
        }
    }

    static void positive(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s: %d must be at least 1.".formatted(key, value));
        }
    }

    /** A copy of a list that has at least one element and none twice. */
    static <T> List<T> distinct(String key, List<T> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("%s: must not be empty.".formatted(key));
        }
        var seen = new HashSet<T>();
        for (var value : values) {
            if (!seen.add(value)) {
                throw new IllegalArgumentException("%s: '%s' is there twice.".formatted(key, value));
            }
        }
        return List.copyOf(values);
    }
}
