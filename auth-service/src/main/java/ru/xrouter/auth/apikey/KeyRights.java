package ru.xrouter.auth.apikey;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.auth.account.MemberStore;
import ru.xrouter.auth.account.Permission;
import ru.xrouter.auth.account.Role;
import ru.xrouter.service.error.ApiErrorException;

/** How far a maker's role goes. Roles are for people; operators, keys and tokens were given their rights when they were made. */
@ApplicationScoped
class KeyRights {
    private final MemberStore members;

    KeyRights(MemberStore members) {
        this.members = members;
    }

    /** Ends the call with 403 when the maker may not make a key of these terms in the account. */
    void checkMaking(String accountId, KeyTerms terms, Maker maker) {
        if (maker instanceof Maker.Person person) {
            var role = role(accountId, person.userId());
            if (!role.may(Permission.MAKE_KEYS)) {
                throw forbidden("Your role does not let you make keys.");
            }
            checkGiving(role, terms);
        }
    }

    /** Ends the call with 403 when the maker may not do anything with this key. */
    void checkHandling(ApiKey key, Maker maker) {
        if (maker instanceof Maker.Person person) {
            var role = role(key.accountId(), person.userId());
            if (!mayHandle(role, person.userId(), key.madeBy())) {
                throw forbidden("Your role lets you change only keys that you made.");
            }
            checkGiving(role, key.terms());
        }
    }

    static boolean mayHandle(Role role, String userId, @Nullable String madeBy) {
        return role.may(Permission.MANAGE_KEYS) || (role.may(Permission.MAKE_KEYS) && userId.equals(madeBy));
    }

    private Role role(String accountId, String userId) {
        return members.role(accountId, userId).orElseThrow(() -> forbidden("You do not belong to this account."));
    }

    private static void checkGiving(Role role, KeyTerms terms) {
        if (!role.mayGive(Objects.requireNonNullElse(terms.scopes(), KeyTerms.DEFAULT_SCOPES))) {
            throw forbidden("Your role does not let you give a key these scopes.");
        }
    }

    private static ApiErrorException forbidden(String message) {
        return new ApiErrorException(ApiError.forbidden(message, "role_not_sufficient"));
    }
}
