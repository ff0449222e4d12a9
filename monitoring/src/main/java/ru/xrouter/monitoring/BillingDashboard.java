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
                        databaseItself(),
                        ProcessRow.of("billing")));
    }

    /** The PostgreSQL of {@code k8s/}, which auth-service uses too. */
    private static Dashboard.Row databaseItself() {
        var where = "{@, pod=~\"xrouter-db-[0-9]+\"}";
        return Dashboard.Row.of(
                "PostgreSQL itself, where CloudNativePG runs it",
                series("Standbys that follow", Unit.COUNT, "Of two; without any, commits wait.")
                        .query("max(cnpg_pg_replication_streaming_replicas%s)".formatted(where), "standbys")
                        .floor(1, 2)
                        .runbook("XRouterStandbyAway"),
                series("Age of the last base backup", Unit.SECONDS, "One is made every night.")
                        .query(
                                "time() - max({__name__=~\"cnpg_collector_last_available_backup_timestamp|barman_cloud_cloudnative_pg_io_last_available_backup_timestamp\", @, pod=~\"xrouter-db-[0-9]+\"})",
                                "age")
                        .thresholds(25 * 3600, 26 * 3600)
                        .runbook("XRouterBackupOverdue"),
                series("Age of the last archived WAL", Unit.SECONDS, "What a restore would miss; minutes at most.")
                        .query("time() - max(cnpg_pg_stat_archiver_last_archived_time%s)".formatted(where), "age")
                        .thresholds(600, 1800)
                        .runbook("XRouterWalArchiveFails"));
    }
}
