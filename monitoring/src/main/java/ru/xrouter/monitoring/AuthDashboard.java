package ru.xrouter.monitoring;

import static ru.xrouter.monitoring.Panel.series;
import static ru.xrouter.monitoring.Panel.stack;

import java.util.List;

/** Keys, people and authorizations. */
final class AuthDashboard {
    /** Acts by which an access ends. */
    private static final String ENDED = "act=~\"revoked_key|disabled_key|key_ended_with_role|key_code_replayed"
            + "|took_access_away|app_gave_back|app_ended_with_role|code_replayed|client_disabled\"";

    private AuthDashboard() {}

    static Dashboard of() {
        return new Dashboard(
                "xrouter-auth",
                "Auth",
                "People and apps that come in, keys and tokens they get, what gateways ask, and the database.",
                List.of(),
                List.of(
                        people(),
                        access(),
                        RestRows.requests("auth"),
                        RestRows.database("auth"),
                        ProcessRow.of("auth")));
    }

    private static Dashboard.Row people() {
        return Dashboard.Row.of(
                "People",
                series("Sign-ins", Unit.PER_SECOND, "By how they ended. A wrong password may be an unknown person's.")
                        .query("sum(rate(xrouter_auth_acts_total{@, act=\"signed_in\"}[I]))", "signed in")
                        .query("sum(rate(xrouter_auth_wrong_passwords_total{@}[I]))", "wrong password")
                        .query("sum(rate(xrouter_auth_acts_total{@, act=\"wrong_code\"}[I]))", "wrong code"),
                stack(
                                "Turned away",
                                Unit.PER_SECOND,
                                "By the limit that was reached: tries of a person or an address, codes, devices, registrations.")
                        .query("sum by (limit) (rate(xrouter_auth_throttled_total{@}[I]))", "{{limit}}"),
                stack(
                                "E-mails",
                                Unit.PER_SECOND,
                                "failed: the mail server did not take it, and the person waits for it.")
                        .query("sum by (outcome) (rate(xrouter_auth_mails_total{@}[I]))", "{{outcome}}")
                        .runbook("XRouterMailFails"),
                stack("Audit log", Unit.PER_SECOND, "Lines written, by act.")
                        .query("sum by (act) (rate(xrouter_auth_acts_total{@}[I]))", "{{act}}"));
    }

    private static Dashboard.Row access() {
        return Dashboard.Row.of(
                "Keys and tokens",
                stack("Tokens asked for", Unit.PER_SECOND, "issued, or OAuth's code for why there was none.")
                        .query("sum by (outcome) (rate(xrouter_auth_token_requests_total{@}[I]))", "{{outcome}}"),
                stack("Accesses that ended", Unit.PER_SECOND, "Keys and grants, by the act that ended them.")
                        .query("sum by (act) (rate(xrouter_auth_acts_total{@, %s}[I]))".formatted(ENDED), "{{act}}"),
                stack(
                                "Asked by gateways",
                                Unit.PER_SECOND,
                                "Look-ups that a gateway's cache did not answer; unknown: no such key or token, or it ended.")
                        .query("sum by (of, result) (rate(xrouter_auth_lookups_total{@}[I]))", "{{of}} {{result}}"),
                series("Known to the gateways at once", Unit.SHARE, "Look-ups that a gateway's cache answered.")
                        .query(GatewayDashboard.knownKeys(), "hits"),
                series("Revocations on their way", Unit.COUNT, "Not yet told to the gateways. Should be 0.")
                        .query("max(xrouter_auth_notices_waiting{@})", "waiting")
                        .thresholds(1, 100)
                        .runbook("XRouterRevocationsWait"));
    }
}
