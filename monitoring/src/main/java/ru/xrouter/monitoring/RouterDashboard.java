package ru.xrouter.monitoring;

import static ru.xrouter.monitoring.Panel.series;
import static ru.xrouter.monitoring.Panel.stack;

import java.util.List;

/** Routes, holds, attempts and usage. */
final class RouterDashboard {
    private RouterDashboard() {}

    static Dashboard of() {
        return new Dashboard(
                "xrouter-router",
                "Router",
                "How generations are admitted, tried and accounted for.",
                List.of(
                        new Dashboard.Variable("provider", "Provider", "xrouter_router_generations_total"),
                        new Dashboard.Variable("model", "Model", "xrouter_router_generations_total")),
                List.of(
                        Dashboard.Row.of(
                                "Generations",
                                stack(
                                                "By outcome",
                                                Unit.REQUESTS_PER_SECOND,
                                                "How generations of the chosen models end.")
                                        .query(
                                                "sum by (outcome) (rate(xrouter_router_generations_total{@, provider=~\"$provider\", model=~\"$model\"}[I]))",
                                                "{{outcome}}"),
                                stack("By model", Unit.REQUESTS_PER_SECOND, "By the model that answered.")
                                        .query(
                                                "sum by (model) (rate(xrouter_router_generations_total{@, provider=~\"$provider\", model=~\"$model\"}[I]))",
                                                "{{model}}"),
                                series("Running", Unit.COUNT, "By router.")
                                        .query("xrouter_router_running{@}", "{{pod}}")),
                        Dashboard.Row.of(
                                "Attempts",
                                stack("By outcome", Unit.PER_SECOND, "Calls of adapters.")
                                        .query(
                                                "sum by (outcome) (rate(xrouter_router_attempts_total{@, provider=~\"$provider\"}[I]))",
                                                "{{outcome}}"),
                                series("Fallbacks", Unit.PER_SECOND, "A candidate failed, and the next one was tried.")
                                        .query("sum(rate(xrouter_router_fallbacks_total{@}[I]))", "fallbacks"),
                                series(
                                                "Adapters at rest",
                                                Unit.STATE,
                                                "1 while an adapter is tried last because it could not be reached.")
                                        .query("max by (adapter) (xrouter_router_adapter_resting{@})", "{{adapter}}")
                                        .thresholds(0.5, 1)
                                        .runbook("XRouterBreakerOpen"),
                                series("To an adapter's head, p95", Unit.SECONDS, "From an attempt's start.")
                                        .query(
                                                "histogram_quantile(0.95, sum by (provider, le) (rate(xrouter_router_first_byte_seconds_bucket{@, provider=~\"$provider\"}[I])))",
                                                "{{provider}}")),
                        Dashboard.Row.of(
                                "Holds",
                                stack(
                                                "Holds",
                                                Unit.PER_SECOND,
                                                "insufficient_credit: the client got 402; unavailable: 503.")
                                        .query(
                                                "sum by (result, mode) (rate(xrouter_router_holds_total{@}[I]))",
                                                "{{result}} {{mode}}"),
                                series("Credit held", Unit.ROUBLES, "By the generations that run.")
                                        .query("sum(xrouter_router_held_roubles{@})", "held")
                                        .query("sum(xrouter_router_local_holds_micros{@}) / 1e6", "without Redis"),
                                series("Redis away", Unit.STATE, "1 while a router does without Redis.")
                                        .query("xrouter_router_redis_away{@}", "{{pod}}")
                                        .thresholds(0.5, 1)
                                        .runbook("XRouterRedisAway"),
                                series(
                                                "Costs cut to their hold",
                                                Unit.PER_SECOND,
                                                "Generations that cost more than was held: estimates or prices are wrong.")
                                        .query("sum(rate(xrouter_router_costs_capped_total{@}[I]))", "capped")
                                        .runbook("XRouterCostsCapped"),
                                series(
                                                "Redis",
                                                Unit.SECONDS,
                                                "Commands for holds and usage events. After 50 ms the router goes on without.")
                                        .quantiles(
                                                "xrouter_redis_command_seconds",
                                                "@, job=~\".*router-service.*|.*-router\"")
                                        .thresholds(0.025, 0.05)
                                        .runbook("XRouterRedisTrouble")),
                        Dashboard.Row.of(
                                "Usage events",
                                series("Waiting on disk", Unit.BYTES, "Events that Redis did not take.")
                                        .query("xrouter_router_spool_bytes{@}", "{{pod}}")
                                        .thresholds(1, 1e6)
                                        .runbook("XRouterSpoolInUse"),
                                series("Written to disk", Unit.PER_SECOND, "Instead of to Redis.")
                                        .query("sum(rate(xrouter_router_usage_spooled_total{@}[I]))", "spooled")
                                        .runbook("XRouterSpoolInUse"),
                                series("Lost", Unit.COUNT, "Must stay 0.")
                                        .query(
                                                "round(sum(increase(xrouter_router_usage_lost_total{@}[1h])))",
                                                "in an hour")
                                        .thresholds(1, 1)
                                        .runbook("XRouterUsageLost"),
                                series(
                                                "Catalogue",
                                                Unit.COUNT,
                                                "Changed files in the last hour, by whether they were taken.")
                                        .query(
                                                "round(sum by (result) (increase(xrouter_router_catalogue_reloads_total{@}[1h])))",
                                                "{{result}}")
                                        .runbook("XRouterCatalogueRefused")),
                        ProcessRow.of("router-service|-router")));
    }
}
