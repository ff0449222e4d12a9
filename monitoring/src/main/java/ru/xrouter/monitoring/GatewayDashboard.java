package ru.xrouter.monitoring;

import static ru.xrouter.monitoring.Panel.series;
import static ru.xrouter.monitoring.Panel.stack;

import java.util.List;

/** The public door. */
final class GatewayDashboard {
    private GatewayDashboard() {}

    static Dashboard of() {
        return new Dashboard(
                "xrouter-gateway",
                "Gateway",
                "Requests as clients see them, keys, rate limits, and the gateway's own time.",
                List.of(),
                List.of(
                        Dashboard.Row.of(
                                "Traffic",
                                stack("Requests by endpoint", Unit.REQUESTS_PER_SECOND, "All of the public API.")
                                        .query(
                                                "sum by (path) (rate(xrouter_gateway_requests_total{@}[I]))",
                                                "{{path}}"),
                                stack(
                                                "Requests by status",
                                                Unit.REQUESTS_PER_SECOND,
                                                "499: the client left before the end.")
                                        .query(
                                                "sum by (status) (rate(xrouter_gateway_requests_total{@}[I]))",
                                                "{{status}}"),
                                series("Failed generations", Unit.SHARE, "Share that ended in 5xx.")
                                        .query(OverviewDashboard.failed(), "failed")
                                        .thresholds(0.001, 0.01)
                                        .runbook("XRouterAvailabilityBurns"),
                                series("Generations running", Unit.COUNT, "Answers under way, by gateway.")
                                        .query("xrouter_gateway_generations_in_flight{@}", "{{pod}}"),
                                series("Clients that left", Unit.PER_SECOND, "Before the end of their answer.")
                                        .query(
                                                "sum by (pod) (rate(xrouter_gateway_client_gone_total{@}[I]))",
                                                "{{pod}}")),
                        Dashboard.Row.of(
                                "Time",
                                series("Whole requests", Unit.SECONDS, "From a request's head to its response's end.")
                                        .quantiles(
                                                "xrouter_gateway_request_duration_seconds",
                                                "@, " + OverviewDashboard.GENERATIONS),
                                series("To the first byte", Unit.SECONDS, "The provider's time included.")
                                        .quantiles("xrouter_gateway_time_to_first_byte_seconds", "@"),
                                series("Own time before the first byte", Unit.SECONDS, "Without the provider's.")
                                        .quantiles("xrouter_gateway_overhead_seconds", "@")
                                        .thresholds(0.01, 0.025)
                                        .runbook("XRouterOverheadHigh"),
                                series(
                                                "Redis",
                                                Unit.SECONDS,
                                                "Commands for limits. After 50 ms the gateway goes on without.")
                                        .quantiles("xrouter_redis_command_seconds", "@, job=~\".*gateway.*\"")
                                        .thresholds(0.025, 0.05)
                                        .runbook("XRouterRedisTrouble")),
                        Dashboard.Row.of(
                                "Keys and limits",
                                stack(
                                                "Limit decisions",
                                                Unit.PER_SECOND,
                                                "By who holds the limits, and what was decided.")
                                        .query(
                                                "sum by (mode, verdict) (rate(xrouter_gateway_limit_decisions_total{@}[I]))",
                                                "{{mode}} {{verdict}}"),
                                series("Limits held locally", Unit.STATE, "1 while a gateway cannot ask Redis.")
                                        .query("xrouter_gateway_limit_mode_local{@}", "{{pod}}")
                                        .thresholds(0.5, 1)
                                        .runbook("XRouterLimitsLocal"),
                                series("Redis away", Unit.STATE, "1 while a gateway does without Redis.")
                                        .query("xrouter_gateway_redis_away{@}", "{{pod}}")
                                        .thresholds(0.5, 1)
                                        .runbook("XRouterRedisAway"),
                                series("Keys known at once", Unit.SHARE, "Look-ups that the cache answered.")
                                        .query(knownKeys(), "hits"),
                                stack(
                                                "Key look-ups",
                                                Unit.PER_SECOND,
                                                "unknown: keys that do not exist, remembered for a while.")
                                        .query(
                                                "sum by (result) (rate(xrouter_gateway_key_lookups_total{@}[I]))",
                                                "{{result}}")),
                        ProcessRow.of("gateway")));
    }

    /** The share of keys that a gateway knew without asking. */
    static String knownKeys() {
        return "sum(rate(xrouter_gateway_key_lookups_total{@, result=\"hit\"}[I])) / sum(rate(xrouter_gateway_key_lookups_total{@}[I]))";
    }
}
