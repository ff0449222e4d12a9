package ru.xrouter.auth.person;

import java.time.Instant;
import ru.xrouter.auth.account.Permission;

/**
 * A person in a session.
 *
 * @param bySecondFactor whether the session began with one
 * @param signedInAt when it began
 */
public record SignedIn(String sessionId, Person person, boolean bySecondFactor, Instant signedInAt) {
    public boolean mayMakeKeys() {
        return person.may(Permission.MAKE_KEYS);
    }

    public boolean mayManageKeys() {
        return person.may(Permission.MANAGE_KEYS);
    }

    public boolean maySeeMembers() {
        return person.may(Permission.SEE_MEMBERS);
    }

    public boolean mayManageMembers() {
        return person.may(Permission.MANAGE_MEMBERS);
    }

    public boolean mayReadAuditLog() {
        return person.may(Permission.READ_AUDIT_LOG);
    }

    /** As far as this session has come, a session that follows it has too. */
    Sessions.Stage stage() {
        return bySecondFactor ? Sessions.Stage.BY_SECOND_FACTOR : Sessions.Stage.BY_PASSWORD;
    }
}
