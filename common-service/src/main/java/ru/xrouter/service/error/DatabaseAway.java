package ru.xrouter.service.error;

import java.sql.SQLException;
import java.util.Set;

/** Tells a database that cannot serve at the moment, so that a later try may succeed, from one that refuses a statement. */
public final class DatabaseAway {
    /** SQLSTATE classes: connection, rolled back (deadlock), resources, operator intervention, system. */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "57", "58");

    /** A server that takes no writes: it was the primary a moment ago, or will be. */
    private static final String READ_ONLY = "25006";

    /**
     * Whose failures without one of SQL mean that the time of the transaction was over. By name, since half of the services have no
     * transactions on their class path.
     */
    private static final String TRANSACTIONS = "jakarta.transaction.";

    private DatabaseAway() {}

    /** Whether a call failed because of the database's state, or its time, and not because of what was asked of it. */
    public static boolean isBehind(Throwable failure) {
        var ranOutOfTime = false;
        var refused = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException failed) {
                if (passing(failed)) {
                    return true;
                }
                refused = true;
            }
            ranOutOfTime |= cause.getClass().getName().startsWith(TRANSACTIONS);
        }
        return ranOutOfTime && !refused;
    }

    private static boolean passing(SQLException failure) {
        var state = failure.getSQLState();
        // The connection pool's own failures, such as no connection in time, carry no state.
        return state == null
                || state.equals(READ_ONLY)
                || (state.length() >= 2 && PASSING.contains(state.substring(0, 2)));
    }
}
