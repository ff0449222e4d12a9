package ru.xrouter.api.redis;

/** Keys are hash-tagged by what they belong to, so that one script's keys share a Redis Cluster slot. */
public final class RedisNames {
    /** Stream of {@link ru.xrouter.api.usage.UsageEvent}s; one field {@link #EVENT_FIELD} with the JSON. */
    public static final String USAGE_STREAM = "xrouter:{usage}:events";

    /** Entries that billing could not read, kept for people. */
    public static final String USAGE_PARKED = "xrouter:{usage}:parked";

    public static final String BILLING_GROUP = "billing";
    public static final String EVENT_FIELD = "event";

    /** Pub/sub channel: the id of an API key that is no longer valid, or {@code *} for all. */
    public static final String REVOCATIONS = "xrouter:revocations";

    private RedisNames() {}

    /** Hash {@code {micros, version}}: the account's balance as billing last wrote it. Billing alone writes it. */
    public static String balance(String accountId) {
        return "xrouter:{" + accountId + "}:balance";
    }

    /** Hash generation id → {@code micros:expiresAtMillis:keyId:model}: credit reserved for running generations. */
    public static String holds(String accountId) {
        return "xrouter:{" + accountId + "}:holds";
    }

    /** Integer: the sum of the account's holds in micro-roubles. */
    public static String held(String accountId) {
        return "xrouter:{" + accountId + "}:held";
    }

    /** GCRA state of a key's requests per minute. */
    public static String requestRate(String keyId) {
        return "xrouter:{" + keyId + "}:rpm";
    }

    /** Sorted set of a key's running generations by the time they count as dead. */
    public static String running(String keyId) {
        return "xrouter:{" + keyId + "}:running";
    }
}
