package ru.xrouter.monitoring;

/** Units of values, by Grafana's ids. */
enum Unit {
    REQUESTS_PER_SECOND("reqps"),
    PER_SECOND("cps"),
    SECONDS("s"),
    SHARE("percentunit"),
    BYTES("bytes"),
    COUNT("short"),
    ROUBLES("currencyRUB"),
    STATE("none");

    private final String id;

    Unit(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }
}
