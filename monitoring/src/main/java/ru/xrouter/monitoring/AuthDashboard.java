package ru.xrouter.monitoring;

import java.util.List;

/** Keys, people and authorizations. */
final class AuthDashboard {
    private AuthDashboard() {}

    static Dashboard of() {
        return new Dashboard(
                "xrouter-auth",
                "Auth",
                "Look-ups of keys, the pages people use, and the database.",
                List.of(),
                List.of(RestRows.requests("auth"), RestRows.database("auth"), ProcessRow.of("auth")));
    }
}
