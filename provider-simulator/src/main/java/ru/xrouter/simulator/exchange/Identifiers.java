package ru.xrouter.simulator.exchange;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Random identifiers that are cheap rather than secret. */
public final class Identifiers {
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private Identifiers() {}

    /** A version 4 UUID. */
    public static String uuid() {
        var random = ThreadLocalRandom.current();
        var high = version4(random.nextLong());
        var low = variant(random.nextLong());
        return new UUID(high, low).toString();
    }

    /** A version 4 UUID that {@link #isIssued} recognizes. */
    public static String issuedUuid() {
        var high = version4(ThreadLocalRandom.current().nextLong());
        return new UUID(high, mark(high)).toString();
    }

    /** Tells whether a text is a UUID made by {@link #issuedUuid}, by any simulator at any time. */
    public static boolean isIssued(String text) {
        try {
            var uuid = UUID.fromString(text);
            return text.equals(uuid.toString())
                    && uuid.getLeastSignificantBits() == mark(uuid.getMostSignificantBits());
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static long mark(long high) {
        var mixed = (high ^ (high >>> 31)) * 0x9E37_79B9_7F4A_7C15L;
        return variant(mixed ^ (mixed >>> 29));
    }

    private static long version4(long bits) {
        return (bits & ~0xF000L) | VERSION_4;
    }

    private static long variant(long bits) {
        return (bits & ~0xC000_0000_0000_0000L) | VARIANT;
    }
}
