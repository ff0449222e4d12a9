package ru.xrouter.auth.account;

import static ru.xrouter.auth.account.Permission.MAKE_KEYS;
import static ru.xrouter.auth.account.Permission.MANAGE_KEYS;
import static ru.xrouter.auth.account.Permission.MANAGE_MEMBERS;
import static ru.xrouter.auth.account.Permission.MANAGE_OWNERS;
import static ru.xrouter.auth.account.Permission.READ_AUDIT_LOG;
import static ru.xrouter.auth.account.Permission.RESET_SECOND_FACTORS;
import static ru.xrouter.auth.account.Permission.SEE_MEMBERS;
import static ru.xrouter.auth.account.Permission.SEE_SPENDING;
import static ru.xrouter.auth.account.Permission.USE_MODELS;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import ru.xrouter.api.access.Scope;

/** What a member is in an account, and so what they may: the one table of permissions. */
public enum Role {
    OWNER("owner"),
    ADMIN("admin"),
    DEVELOPER("developer"),
    /** Sees what is spent, also by keys and apps that can do nothing else. */
    BILLING_VIEWER("billing"),
    /** Runs XRouter; belongs to no account and may look into each. */
    OPERATOR("operator");

    private static final Map<Role, Set<Permission>> TABLE = Map.of(
            OWNER,
            Set.of(
                    USE_MODELS,
                    SEE_SPENDING,
                    MAKE_KEYS,
                    MANAGE_KEYS,
                    SEE_MEMBERS,
                    MANAGE_MEMBERS,
                    MANAGE_OWNERS,
                    READ_AUDIT_LOG),
            ADMIN,
            Set.of(USE_MODELS, SEE_SPENDING, MAKE_KEYS, MANAGE_KEYS, SEE_MEMBERS, MANAGE_MEMBERS),
            DEVELOPER,
            Set.of(USE_MODELS, SEE_SPENDING, MAKE_KEYS, SEE_MEMBERS),
            BILLING_VIEWER,
            Set.of(SEE_SPENDING, MAKE_KEYS),
            OPERATOR,
            Set.of(SEE_MEMBERS, READ_AUDIT_LOG, RESET_SECOND_FACTORS));

    private final String wireName;

    Role(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    public boolean may(Permission permission) {
        return TABLE.getOrDefault(this, Set.of()).contains(permission);
    }

    /** Whether a key or token of all these scopes can do nothing that the role may not; scopes like {@code openid} reach nothing. */
    public boolean mayGive(Collection<String> scopes) {
        return scopes.stream()
                .flatMap(name -> Scope.named(name).stream())
                .map(Permission::behind)
                .allMatch(this::may);
    }

    /** Those that members can have, the mightiest first. */
    public static Stream<Role> ofMembers() {
        return Arrays.stream(values()).filter(role -> role != OPERATOR);
    }

    public static Optional<Role> ofMember(String wireName) {
        return ofMembers().filter(role -> role.wireName.equals(wireName)).findFirst();
    }
}
