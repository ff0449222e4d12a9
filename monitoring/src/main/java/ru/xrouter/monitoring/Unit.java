package ru.xrouter.monitoring;

import java.util.OptionalInt;

/** Units of values, by Grafana's ids. */
enum Unit {
    REQUESTS_PER_SECOND("reqps"),
    PER_SECOND("suffix:/s"),
    TOKENS_PER_SECOND("suffix: tokens/s"),
    SECONDS("s"),
    SHARE("percentunit"),
    /** With the places that an objective of 99.9 % is about; Grafana makes 100 % of 99.95 % by itself. */
    AVAILABILITY("percentunit", OptionalInt.of(3)),
    BYTES("bytes"),
    COUNT("short"),
    ROUBLES("currencyRUB"),
    STATE("none");

    private final String id;
    private final OptionalInt decimals;

    Unit(String id) {
        this(id, OptionalInt.empty());
    }

    Unit(String id, OptionalInt decimals) {
        this.id = id;
        this.decimals = decimals;
    }

    String id() {
        return id;
    }

    /** Places behind the point, where Grafana's own choice will not do. */
    OptionalInt decimals() {
        return decimals;
    }
}
