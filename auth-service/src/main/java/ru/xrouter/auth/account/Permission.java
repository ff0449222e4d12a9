package ru.xrouter.auth.account;

import ru.xrouter.api.access.Scope;

/** What can be done in the name of an account. Every page and every call asks for one of these, and {@link Role} says who has it. */
public enum Permission {
    /** Generations that the account pays for. */
    USE_MODELS,
    /** Credits and what was spent. */
    SEE_SPENDING,
    /** API keys of one's own. */
    MAKE_KEYS,
    /** Everybody's API keys, and keys and apps that manage keys. */
    MANAGE_KEYS,
    /** Who belongs to the account. */
    SEE_MEMBERS,
    /** Invites, gives roles and removes, owners aside. */
    MANAGE_MEMBERS,
    /** The same for owners. */
    MANAGE_OWNERS,
    /** Who did what. */
    READ_AUDIT_LOG,
    /** Takes the second factor from a person who has lost it, whatever accounts they belong to. */
    RESET_SECOND_FACTORS;

    /** What whoever holds a key or token of this scope can do. */
    public static Permission behind(Scope scope) {
        return switch (scope) {
            case INFERENCE -> USE_MODELS;
            case USAGE_READ -> SEE_SPENDING;
            case KEYS_MANAGE -> MANAGE_KEYS;
        };
    }
}
