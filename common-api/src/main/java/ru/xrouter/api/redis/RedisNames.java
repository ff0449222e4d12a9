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

    /** Hash router → when it last wrote, and what it has seen of the providers. Routers alone read and write it. */
    public static final String PROVIDER_HEALTH = "xrouter:{provider-health}:seen";

    /** Accounts are spread over so many hash tags; few enough to be looked through, enough to spread over a cluster. */
    public static final int HOLD_REGISTRIES = 256;

    private RedisNames() {}

    /** Hash {@code {micros, version}}: the account's balance as billing last wrote it. Billing alone writes it. */
    public static String balance(String accountId) {
        return ofAccount(accountId, "balance");
    }

    /**
     * Hash generation id → {@code micros:expiresAtMillis:keyId:capped:model}: credit reserved for running generations;
     * {@code capped} is 1 when the hold also counts in {@link #keySpend}, else 0.
     */
    public static String holds(String accountId) {
        return ofAccount(accountId, "holds");
    }

    /** Integer: the sum of the account's holds in micro-roubles. */
    public static String held(String accountId) {
        return ofAccount(accountId, "held");
    }

    /**
     * Hash {@code {day, day_micros, month, month_micros, micros, version, held}}: what a key with a spending cap has spent
     * on a day, in a month and in all, as billing last wrote it, and the sum of its holds. Days and months are UTC's.
     */
    public static String keySpend(String accountId, String keyId) {
        return ofAccount(accountId, "spend") + ":" + keyId;
    }

    /** Sorted set of {@code accountId generationId} by the hold's expiry in Unix milliseconds; every hold is in its own. */
    public static String holdRegistry(String accountId) {
        return holdRegistry(Math.floorMod(accountId.hashCode(), HOLD_REGISTRIES));
    }

    /** One of the {@link #HOLD_REGISTRIES}, counted from 0. */
    public static String holdRegistry(int number) {
        return "xrouter:" + tag(number) + ":hold-registry";
    }

    /** What belongs to an account lies with its hold registry, so that one script reaches both on a Redis Cluster. */
    private static String ofAccount(String accountId, String what) {
        return "xrouter:" + tag(Math.floorMod(accountId.hashCode(), HOLD_REGISTRIES)) + ":" + what + ":" + accountId;
    }

    private static String tag(int number) {
        return "{money-" + number + "}";
    }

    /** String beside a key, at random and kept for good: when it is another, everything was deleted meanwhile. Routers alone write it. */
    public static String mark(String key) {
        return key + ":mark";
    }

    /** Hash: a request with an idempotency key, and its answer. */
    public static String idempotentRequest(String accountId, String keyDigest) {
        return "xrouter:{" + accountId + "}:idempotent:" + keyDigest;
    }

    /** Integer: bytes of an account's answers that were kept to be given again, in a day. */
    public static String idempotentBytes(String accountId) {
        return "xrouter:{" + accountId + "}:idempotent-bytes";
    }

    /** Hash {@code {rpm, rpd, tpm, tpd}}: the theoretical arrivals (GCRA) of a key's limits in microseconds. */
    public static String limits(String accountId, String keyId) {
        return limits(accountId) + ":" + keyId;
    }

    /** The same of what all keys of an account share. */
    public static String limits(String accountId) {
        return "xrouter:{" + accountId + "}:limits";
    }

    /** The same of what all keys of an account may ask of one model. */
    public static String modelLimits(String accountId, String model) {
        return limits(accountId) + ":model:" + model;
    }

    /** Sorted set of a key's running generations by the time they count as dead. */
    public static String running(String accountId, String keyId) {
        return running(accountId) + ":" + keyId;
    }

    /** The same of what all keys of an account share. */
    public static String running(String accountId) {
        return "xrouter:{" + accountId + "}:running";
    }

    /** The same of what all keys of an account ask of one model. */
    public static String modelRunning(String accountId, String model) {
        return running(accountId) + ":model:" + model;
    }
}
