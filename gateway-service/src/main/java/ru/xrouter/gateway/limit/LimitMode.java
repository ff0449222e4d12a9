package ru.xrouter.gateway.limit;

/** Who holds the limits: Redis for all gateways together, or each gateway its share. */
enum LimitMode {
    GLOBAL("global"),
    LOCAL("local");

    private final String wireName;

    LimitMode(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }
}
