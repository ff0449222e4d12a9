package ru.xrouter.auth.account;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.Scope;

/**
 * A member has another role, or none any more: whoever keeps something that a member can hold ends, in the same transaction, what the
 * role does not reach.
 *
 * @param now null when the person has left or was removed
 * @param by who did it
 */
public record MembershipChanged(
        String accountId, String userId, @Nullable Role now, String by, String address) {
    public boolean left() {
        return now == null;
    }

    /** What a key or token of the person must not be for any more. */
    public List<String> lost() {
        return Stream.of(Scope.values())
                .filter(scope -> now == null || !now.may(Permission.behind(scope)))
                .map(Scope::wireName)
                .toList();
    }
}
