package ru.xrouter.service.error;

import java.sql.SQLException;
import java.util.Set;

/** Tells a database that cannot serve at the moment, so that a later try may succeed, from one that refuses a statement. */
public final class DatabaseAway {
    /** SQLSTATE classes: connection, rolled back (deadlock), resources, operator intervention, system. */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "57", "58");

    /** A server that takes no writes: it was the primary a moment ago, or will be. */
    private static final String READ_ONLY = "25006";

    private DatabaseAway() {}

    public static boolean isBehind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused && passing(refused)) {
                return true;
            }
        }
        return false;
    }

    private static boolean passing(SQLException failure) {
        var state = failure.getSQLState();
        // The connection pool's own failures, such as no connection in time, carry no state.
        return state == null
                || state.equals(READ_ONLY)
                || (state.length() >= 2 && PASSING.contains(state.substring(0, 2)));
    }
}
