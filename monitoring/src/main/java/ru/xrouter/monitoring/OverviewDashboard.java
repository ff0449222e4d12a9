package ru.xrouter.monitoring;

import static ru.xrouter.monitoring.Panel.series;
import static ru.xrouter.monitoring.Panel.stack;
import static ru.xrouter.monitoring.Panel.stat;
import static ru.xrouter.monitoring.Panel.table;

import java.util.List;

/** The whole house on one page. */
final class OverviewDashboard {
    static final String GENERATIONS = "path=~\"chat_completions|completions|embeddings\"";

    private OverviewDashboard() {}

    static Dashboard of() {
        return new Dashboard(
                "xrouter-overview",
                "Overview",
                "Traffic, errors, time, money and the state of everything, on one page.",
                List.of(),
                List.of(
                        Dashboard.Row.of(
                                "Now",
                                stat(
                                        "Generations",
                                        Unit.REQUESTS_PER_SECOND,
                                        "sum(rate(xrouter_gateway_requests_total{@, %s}[I]))".formatted(GENERATIONS),
                                        "Requests for an answer, all endpoints that cost money."),
                                stat(
                                                "Failed",
                                                Unit.SHARE,
                                                failed(),
                                                "Share that ended in 5xx: ours, or because no provider answered.")
                                        .thresholds(0.001, 0.01)
                                        .runbook("XRouterAvailabilityBurns"),
                                stat(
                                        "Running",
                                        Unit.COUNT,
                                        "sum(xrouter_gateway_generations_in_flight{@})",
                                        "Answers that are under way."),
                                stat(
                                                "Own time, p99",
                                                Unit.SECONDS,
                                                "histogram_quantile(0.99, sum by (le) (rate(xrouter_gateway_overhead_seconds_bucket{@}[I])))",
                                                "What XRouter adds before the first byte.")
                                        .thresholds(0.01, 0.025)
                                        .runbook("XRouterOverheadHigh"),
                                stat(
                                        "Spent an hour",
                                        Unit.ROUBLES,
                                        "sum(rate(xrouter_router_cost_roubles_total{@}[I])) * 3600",
                                        "Cost of generations at the present rate."),
                                stat(
                                                "Oldest unsettled event",
                                                Unit.SECONDS,
                                                "max(xrouter_billing_event_lag_seconds{@})",
                                                "Usage that billing has not charged yet.")
                                        .thresholds(15, 60)
                                        .runbook("XRouterEventLag")),
                        Dashboard.Row.of(
                                "Traffic and time",
                                stack(
                                                "Requests by status",
                                                Unit.REQUESTS_PER_SECOND,
                                                "499: the client left before the end.")
                                        .query(
                                                "sum by (status) (rate(xrouter_gateway_requests_total{@}[I]))",
                                                "{{status}}"),
                                series(
                                                "Time to the first byte",
                                                Unit.SECONDS,
                                                "As clients wait for it, the provider's time included.")
                                        .quantiles("xrouter_gateway_time_to_first_byte_seconds", "@"),
                                series("Own time before the first byte", Unit.SECONDS, "Without the provider's.")
                                        .quantiles("xrouter_gateway_overhead_seconds", "@")
                                        .thresholds(0.01, 0.025)
                                        .runbook("XRouterOverheadHigh"),
                                stack(
                                                "Tokens",
                                                Unit.TOKENS_PER_SECOND,
                                                "cached: prompt tokens that the provider served from its cache.")
                                        .query("sum by (type) (rate(xrouter_router_tokens_total{@}[I]))", "{{type}}"),
                                stack(
                                                "Generations by provider",
                                                Unit.REQUESTS_PER_SECOND,
                                                "By who answered in the end.")
                                        .query(
                                                "sum by (provider) (rate(xrouter_router_generations_total{@}[I]))",
                                                "{{provider}}"),
                                series("Failed attempts by provider", Unit.SHARE, "Of the calls of each provider.")
                                        .query(ProvidersDashboard.failedShare("@"), "{{provider}}")
                                        .thresholds(0.05, 0.5)
                                        .runbook("XRouterProviderDown")),
                        Dashboard.Row.of(
                                "State",
                                series("Processes heard of", Unit.COUNT, "By service.")
                                        .query("count by (job) (process_uptime_seconds{@})", "{{job}}")
                                        .runbook("XRouterServiceMissing"),
                                series(
                                                "Redis failures",
                                                Unit.PER_SECOND,
                                                "Commands of the hot path without an answer in time.")
                                        .query("sum by (job) (rate(xrouter_redis_failures_total{@}[I]))", "{{job}}")
                                        .thresholds(0.1, 1)
                                        .runbook("XRouterRedisTrouble"),
                                series("Memory in RAM", Unit.BYTES, "By process.")
                                        .query("process_resident_memory_bytes{@}", "{{pod}}"),
                                table(
                                        "Alerts that fire",
                                        Unit.STATE,
                                        "ALERTS{alertname=~\"XRouter.+\", alertstate=\"firing\"}",
                                        "Each has a runbook of its name."))));
    }

    static String failed() {
        return "(sum(rate(xrouter_gateway_requests_total{@, %1$s, status=~\"5..\"}[I])) or vector(0)) / sum(rate(xrouter_gateway_requests_total{@, %1$s}[I]))"
                .formatted(GENERATIONS);
    }
}
