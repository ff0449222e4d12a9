package ru.xrouter.gateway.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** Ids of generations: {@code gen-} and 26 characters of Crockford base32, which sort by the time they were made. */
public final class GenerationId {
    private static final byte[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".getBytes(ISO_8859_1);
    private static final byte[] PREFIX = "gen-".getBytes(ISO_8859_1);
    private static final Pattern VALID = Pattern.compile("gen-[0-9a-hjkmnp-tv-z]{26}");
    private static final int TIME_DIGITS = 10;
    private static final int RANDOM_DIGITS = 8;
    private static final int BITS = 5;
    private static final int MASK = 31;

    private GenerationId() {}

    /** A new id: 48 bits of time in milliseconds, 80 random bits. */
    public static String next() {
        var random = ThreadLocalRandom.current();
        var text = new byte[PREFIX.length + TIME_DIGITS + 2 * RANDOM_DIGITS];
        System.arraycopy(PREFIX, 0, text, 0, PREFIX.length);
        digits(text, PREFIX.length, TIME_DIGITS, System.currentTimeMillis());
        digits(text, PREFIX.length + TIME_DIGITS, RANDOM_DIGITS, random.nextLong());
        digits(text, PREFIX.length + TIME_DIGITS + RANDOM_DIGITS, RANDOM_DIGITS, random.nextLong());
        return new String(text, ISO_8859_1);
    }

    public static boolean wellFormed(String id) {
        return VALID.matcher(id).matches();
    }

    private static void digits(byte[] text, int from, int count, long value) {
        var rest = value;
        for (int i = from + count - 1; i >= from; i--) {
            text[i] = ALPHABET[(int) (rest & MASK)];
            rest >>>= BITS;
        }
    }
}
