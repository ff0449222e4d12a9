package ru.xrouter.monitoring;

import static ru.xrouter.monitoring.Panel.series;
import static ru.xrouter.monitoring.Panel.stack;

import java.util.List;

/** Usage events on their way to the ledger. */
final class BillingDashboard {
    private BillingDashboard() {}

    static Dashboard of() {
        return new Dashboard(
                "xrouter-billing",
                "Billing",
                "Usage events, the ledger and its audit, and the database.",
                List.of(),
                List.of(
                        Dashboard.Row.of(
                                "Usage events",
                                series(
                                                "Age of the oldest unsettled event",
                                                Unit.SECONDS,
                                                "How far behind the ledger is.")
                                        .query("max(xrouter_billing_event_lag_seconds{@})", "lag")
                                        .thresholds(15, 60)
                                        .runbook("XRouterEventLag"),
                                series(
                                                "Events in the stream",
                                                Unit.COUNT,
                                                "Not settled, and of those the ones that are being settled.")
                                        .query("max(xrouter_billing_backlog{@})", "not settled")
                                        .query("max(xrouter_billing_pending{@})", "being settled")
                                        .runbook("XRouterEventLag"),
                                stack(
                                                "Settled by outcome",
                                                Unit.PER_SECOND,
                                                "duplicate: heard of twice, charged once; parked: not readable.")
                                        .query(
                                                "sum by (outcome) (rate(xrouter_billing_events_total{@}[I]))",
                                                "{{outcome}}")
                                        .runbook("XRouterEventParked"),
                                series("One batch", Unit.SECONDS, "Database transaction, balances and holds.")
                                        .quantiles("xrouter_billing_settle_seconds", "@"),
                                series(
                                                "Holds given up",
                                                Unit.PER_SECOND,
                                                "Generations that nothing was heard of again.")
                                        .query("sum(rate(xrouter_billing_reaped_total{@}[I]))", "reaped")),
                        Dashboard.Row.of(
                                "Audit",
                                series("Ledger against balances", Unit.COUNT, "In micro-roubles; must be 0.")
                                        .query(
                                                "max(abs(xrouter_billing_audit_difference_micro_roubles{@}))",
                                                "difference")
                                        .thresholds(1, 1)
                                        .runbook("XRouterLedgerDiffers"),
                                series(
                                                "Balances that differ in Redis",
                                                Unit.COUNT,
                                                "Accounts; a moment's difference is normal under load.")
                                        .query("max(xrouter_billing_balance_drift_accounts{@})", "accounts")
                                        .thresholds(1, 10)
                                        .runbook("XRouterBalanceCopyDrifts"),
                                series("Age of the last audit", Unit.SECONDS, "It is made once a day.")
                                        .query("min(xrouter_billing_audit_age_seconds{@})", "age")
                                        .thresholds(25 * 3600, 26 * 3600)
                                        .runbook("XRouterAuditOverdue"),
                                series("Charged", Unit.ROUBLES, "An hour, at the present rate.")
                                        .query(
                                                "sum by (provider) (rate(xrouter_billing_charged_micro_roubles_total{@, kind=\"cost\"}[I])) * 0.0036",
                                                "{{provider}}")),
                        RestRows.requests("billing"),
                        RestRows.database("billing"),
                        ProcessRow.of("billing")));
    }
}
