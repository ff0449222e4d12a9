package ru.xrouter.monitoring;

import static ru.xrouter.monitoring.Panel.series;
import static ru.xrouter.monitoring.Panel.stat;

import java.util.List;

/** The objectives, and what is left of their budgets. */
final class SloDashboard {
    private SloDashboard() {}

    static Dashboard of() {
        return new Dashboard(
                "xrouter-slo",
                "Objectives",
                "99.9 % of generations without a 5xx, and 99 % with less than 25 ms of our own time, over 30 days.",
                List.of(),
                List.of(
                        Dashboard.Row.of(
                                "Now",
                                stat(
                                                "Available, 1 hour",
                                                Unit.AVAILABILITY,
                                                "1 - max(xrouter:generation_error_ratio:rate1h{@})",
                                                "Share of generations without a 5xx.")
                                        .floor(0.99, 0.999)
                                        .runbook("XRouterAvailabilityBurns"),
                                stat(
                                                "Available, 3 days",
                                                Unit.AVAILABILITY,
                                                "1 - max(xrouter:generation_error_ratio:rate3d{@})",
                                                "Share of generations without a 5xx.")
                                        .floor(0.99, 0.999)
                                        .runbook("XRouterAvailabilityBurns"),
                                stat(
                                                "Budget burns, 1 hour",
                                                Unit.COUNT,
                                                "max(xrouter:generation_error_ratio:rate1h{@}) / 0.001",
                                                "1: the budget lasts just the 30 days; 14.4: two days.")
                                        .thresholds(1, 14.4)
                                        .runbook("XRouterAvailabilityBurns"),
                                stat(
                                                "Budget burns, 6 hours",
                                                Unit.COUNT,
                                                "max(xrouter:generation_error_ratio:rate6h{@}) / 0.001",
                                                "6: the budget is gone in five days.")
                                        .thresholds(1, 6)
                                        .runbook("XRouterAvailabilityBurns"),
                                stat(
                                                "Slow, 1 hour",
                                                Unit.SHARE,
                                                "max(xrouter:overhead_slow_ratio:rate1h{@})",
                                                "Share with more than 25 ms of our own time.")
                                        .thresholds(0.005, 0.01)
                                        .runbook("XRouterOverheadHigh"),
                                stat(
                                                "Own time, p99",
                                                Unit.SECONDS,
                                                "max(xrouter:overhead_seconds:p99_5m{@})",
                                                "Before the first byte.")
                                        .thresholds(0.01, 0.025)
                                        .runbook("XRouterOverheadHigh")),
                        Dashboard.Row.of(
                                "Over time",
                                series(
                                                "Failed generations",
                                                Unit.SHARE,
                                                "By window. Lines above the dashes burn the budget.")
                                        .query("max(xrouter:generation_error_ratio:rate5m{@})", "5 minutes")
                                        .query("max(xrouter:generation_error_ratio:rate1h{@})", "1 hour")
                                        .query("max(xrouter:generation_error_ratio:rate6h{@})", "6 hours")
                                        .query("max(xrouter:generation_error_ratio:rate3d{@})", "3 days")
                                        .thresholds(0.001, 0.0144)
                                        .runbook("XRouterAvailabilityBurns"),
                                series("Slow generations", Unit.SHARE, "More than 25 ms of our own time.")
                                        .query("max(xrouter:overhead_slow_ratio:rate5m{@})", "5 minutes")
                                        .query("max(xrouter:overhead_slow_ratio:rate1h{@})", "1 hour")
                                        .thresholds(0.01, 0.1)
                                        .runbook("XRouterOverheadHigh"),
                                series("Generations", Unit.REQUESTS_PER_SECOND, "What the shares are of.")
                                        .query("sum(xrouter:generations:rate5m{@})", "a second"),
                                series("Own time", Unit.SECONDS, "Before the first byte.")
                                        .quantiles("xrouter_gateway_overhead_seconds", "@")
                                        .thresholds(0.01, 0.025)
                                        .runbook("XRouterOverheadHigh"))));
    }
}
