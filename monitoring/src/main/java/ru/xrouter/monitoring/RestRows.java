package ru.xrouter.monitoring;

import static ru.xrouter.monitoring.Panel.series;
import static ru.xrouter.monitoring.Panel.stack;

/** What the services off the hot path share: requests as the framework measures them, and a database. */
final class RestRows {
    private RestRows() {}

    static Dashboard.Row requests(String job) {
        var where = "@, job=~\".*%s.*\"".formatted(job);
        return Dashboard.Row.of(
                "Requests",
                stack("By path", Unit.REQUESTS_PER_SECOND, "By the path's template.")
                        .query(
                                "sum by (uri) (rate(http_server_requests_seconds_count{%s}[I]))".formatted(where),
                                "{{uri}}"),
                stack("By status", Unit.REQUESTS_PER_SECOND, "503: the database or Redis is away.")
                        .query(
                                "sum by (status) (rate(http_server_requests_seconds_count{%s}[I]))".formatted(where),
                                "{{status}}")
                        .runbook("XRouterPostgresTrouble"),
                series("Mean time", Unit.SECONDS, "By the path's template.")
                        .query(
                                "sum by (uri) (rate(http_server_requests_seconds_sum{%1$s}[I])) / (sum by (uri) (rate(http_server_requests_seconds_count{%1$s}[I])) > 0)"
                                        .formatted(where),
                                "{{uri}}"));
    }

    static Dashboard.Row database(String job) {
        var where = "@, job=~\".*%s.*\"".formatted(job);
        return Dashboard.Row.of(
                "PostgreSQL",
                series("Connections in use", Unit.COUNT, "Of the pool.")
                        .query("agroal_active_count{%s}".formatted(where), "{{pod}} in use")
                        .query("agroal_available_count{%s}".formatted(where), "{{pod}} idle"),
                series("Waiting for a connection", Unit.COUNT, "Should be 0.")
                        .query("agroal_awaiting_count{%s}".formatted(where), "{{pod}}")
                        .thresholds(1, 5)
                        .runbook("XRouterPostgresTrouble"),
                series("Longest wait for a connection", Unit.SECONDS, "Since the start.")
                        .query("agroal_blocking_time_max_milliseconds{%s} / 1000".formatted(where), "{{pod}}"));
    }
}
