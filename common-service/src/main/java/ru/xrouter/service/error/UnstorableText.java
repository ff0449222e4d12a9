package ru.xrouter.service.error;

import java.sql.SQLException;
import java.util.Set;

/** Tells text that the database refuses, such as one with a NUL, which is the caller's mistake and not ours. */
final class UnstorableText {
    /** SQLSTATEs: character not in repertoire, untranslatable character. */
    private static final Set<String> REFUSED = Set.of("22021", "22P05");

    private UnstorableText() {}

    static boolean isBehind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused
                    && refused.getSQLState() != null
                    && REFUSED.contains(refused.getSQLState())) {
                return true;
            }
        }
        return false;
    }
}
