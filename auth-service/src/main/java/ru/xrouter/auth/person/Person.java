package ru.xrouter.auth.person;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.account.Permission;
import ru.xrouter.auth.account.Role;

/**
 * Who logs in.
 *
 * @param accountId the account that the person acts for; null when they belong to none
 * @param accountName its name; empty when there is none
 * @param role what they are in it
 */
public record Person(
        String userId,
        String email,
        @Nullable String accountId,
        String accountName,
        @Nullable Role role) {
    public boolean may(Permission permission) {
        return role != null && role.may(permission);
    }

    /** Whether nothing of these scopes is beyond what the person may do. */
    public boolean mayGive(Collection<String> scopes) {
        return role != null && role.mayGive(scopes);
    }

    /** Who a page asks for a decision: the person, and the account that they decide for. */
    public String decider() {
        return userId + "/" + accountId;
    }

    /** The account, where the person has passed a check that asked for one. */
    public String account() {
        if (accountId == null) {
            throw new IllegalStateException("The person belongs to no account.");
        }
        return accountId;
    }
}
