package ru.xrouter.monitoring;

import static ru.xrouter.monitoring.Panel.series;
import static ru.xrouter.monitoring.Panel.stack;
import static ru.xrouter.monitoring.Panel.stat;

import java.util.List;

/** What is sold, held and charged. */
final class MoneyDashboard {
    private static final String CHOSEN = "@, provider=~\"$provider\", model=~\"$model\"";

    private MoneyDashboard() {}

    private static String charged(String kind) {
        return "rate(xrouter_billing_charged_micro_roubles_total{%s, kind=\"%s\"}[I])".formatted(CHOSEN, kind);
    }

    static Dashboard of() {
        return new Dashboard(
                "xrouter-money",
                "Money",
                "Cost of generations, holds, what is charged, and whether the books agree.",
                List.of(
                        new Dashboard.Variable("provider", "Provider", "xrouter_router_generations_total"),
                        new Dashboard.Variable("model", "Model", "xrouter_router_generations_total")),
                List.of(
                        Dashboard.Row.of(
                                "Now",
                                stat(
                                        "Sold an hour",
                                        Unit.ROUBLES,
                                        "sum(rate(xrouter_router_cost_roubles_total{%s}[I])) * 3600".formatted(CHOSEN),
                                        "At the present rate."),
                                stat(
                                        "Sold in 24 hours",
                                        Unit.ROUBLES,
                                        "sum(increase(xrouter_router_cost_roubles_total{%s}[24h]))".formatted(CHOSEN),
                                        "What the generations of a day cost their accounts."),
                                stat(
                                        "Held",
                                        Unit.ROUBLES,
                                        "sum(xrouter_router_held_roubles{@})",
                                        "By the generations that run."),
                                stat(
                                                "Ledger against balances",
                                                Unit.COUNT,
                                                "max(abs(xrouter_billing_audit_difference_micro_roubles{@}))",
                                                "Micro-roubles; must be 0.")
                                        .thresholds(1, 1)
                                        .runbook("XRouterLedgerDiffers"),
                                stat(
                                                "Oldest unsettled event",
                                                Unit.SECONDS,
                                                "max(xrouter_billing_event_lag_seconds{@})",
                                                "How far behind the ledger is.")
                                        .thresholds(15, 60)
                                        .runbook("XRouterEventLag"),
                                stat(
                                                "Events lost",
                                                Unit.COUNT,
                                                "round(sum(increase(xrouter_router_usage_lost_total{@}[24h])))",
                                                "In 24 hours; must be 0.")
                                        .thresholds(1, 1)
                                        .runbook("XRouterUsageLost")),
                        Dashboard.Row.of(
                                "Sold",
                                stack("By model", Unit.ROUBLES, "An hour, at the present rate.")
                                        .query(
                                                "sum by (model) (rate(xrouter_router_cost_roubles_total{%s}[I])) * 3600"
                                                        .formatted(CHOSEN),
                                                "{{model}}"),
                                stack("By provider", Unit.ROUBLES, "An hour, at the present rate.")
                                        .query(
                                                "sum by (provider) (rate(xrouter_router_cost_roubles_total{%s}[I])) * 3600"
                                                        .formatted(CHOSEN),
                                                "{{provider}}"),
                                series(
                                                "Of a million tokens",
                                                Unit.ROUBLES,
                                                "What is really paid for a million tokens of any kind.")
                                        .query(
                                                "1e6 * sum by (model) (rate(xrouter_router_cost_roubles_total{%1$s}[I])) / (sum by (model) (rate(xrouter_router_tokens_total{%1$s}[I])) > 0)"
                                                        .formatted(CHOSEN),
                                                "{{model}}"),
                                series(
                                                "Sold against charged",
                                                Unit.ROUBLES,
                                                "An hour: what routers reported, and what billing put into the ledger. They part when events wait.")
                                        .query("sum(rate(xrouter_router_cost_roubles_total{@}[I])) * 3600", "sold")
                                        .query(
                                                "sum(rate(xrouter_billing_charged_micro_roubles_total{"
                                                        + CHOSEN
                                                        + ", kind=\"cost\"}[I])) * 0.0036",
                                                "charged")
                                        .runbook("XRouterEventLag")),
                        Dashboard.Row.of(
                                "Margin",
                                series(
                                                "What is left",
                                                Unit.ROUBLES,
                                                "An hour, by provider: what callers paid, less the value added tax within it and what the provider takes.")
                                        .query(
                                                "sum by (provider) (" + charged("cost") + " - "
                                                        + "ignoring (kind) " + charged("vat") + " - ignoring (kind) "
                                                        + charged("provider_cost") + ") * 0.0036",
                                                "{{provider}}")
                                        .floor(-1, 0),
                                series(
                                                "Charged by kind",
                                                Unit.ROUBLES,
                                                "An hour: what callers paid, the tax within it, what providers take.")
                                        .query(
                                                "sum by (kind) (rate(xrouter_billing_charged_micro_roubles_total{"
                                                        + CHOSEN + "}[I])) * 0.0036",
                                                "{{kind}}")),
                        Dashboard.Row.of(
                                "Holds and corrections",
                                stack("Holds", Unit.PER_SECOND, "insufficient_credit: the client got 402.")
                                        .query(
                                                "sum by (result) (rate(xrouter_router_holds_total{@}[I]))",
                                                "{{result}}"),
                                series("Costs cut to their hold", Unit.COUNT, "In an hour: we bore the difference.")
                                        .query(
                                                "round(sum(increase(xrouter_router_costs_capped_total{@}[1h])))",
                                                "capped")
                                        .thresholds(1, 10)
                                        .runbook("XRouterCostsCapped"),
                                series(
                                                "Holds given up",
                                                Unit.COUNT,
                                                "In an hour: generations that nothing was heard of again.")
                                        .query("round(sum(increase(xrouter_billing_reaped_total{@}[1h])))", "reaped"),
                                series("Balances that differ in Redis", Unit.COUNT, "Accounts.")
                                        .query("max(xrouter_billing_balance_drift_accounts{@})", "accounts")
                                        .thresholds(1, 10)
                                        .runbook("XRouterBalanceCopyDrifts")),
                        Dashboard.Row.of(
                                "Payments and notices",
                                stack(
                                                "The payment provider's notices",
                                                Unit.COUNT,
                                                "In an hour, by what became of them.")
                                        .query(
                                                "round(sum by (result) (increase(xrouter_billing_payment_notices_total{@}[1h])))",
                                                "{{result}}"),
                                stack("Notices of low balances", Unit.COUNT, "In an hour.")
                                        .query(
                                                "round(sum by (by, result) (increase(xrouter_billing_low_balance_notices_total{@}[1h])))",
                                                "{{by}} {{result}}"))));
    }
}
