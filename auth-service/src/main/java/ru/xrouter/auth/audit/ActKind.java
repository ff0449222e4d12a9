package ru.xrouter.auth.audit;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The acts that are written down. Each has words for people in {@link ActTexts}; a name that was ever written stays. */
public enum ActKind {
    SIGNED_UP,
    CONFIRMED_EMAIL,
    CREATED_ACCOUNT,
    SIGNED_IN,
    WRONG_PASSWORD,
    ENDED_SESSION,
    ASKED_FOR_RESET,
    RESET_PASSWORD,
    CHANGED_PASSWORD,
    ASKED_FOR_ANOTHER_EMAIL,
    CHANGED_EMAIL,
    LINKED_PROVIDER,
    UNLINKED_PROVIDER,
    ADDED_PASSKEY,
    RENAMED_PASSKEY,
    REMOVED_PASSKEY,
    REFUSED_PASSKEY,
    ALLOWED_APP,
    ALLOWED_KEY,
    DENIED_APP,
    ALLOWED_DEVICE,
    DENIED_DEVICE,
    TOOK_ACCESS_AWAY,
    APP_GAVE_BACK,
    REGISTERED_APP,
    APP_REGISTERED_ITSELF,
    CLIENT_DISABLED,
    CHANGED_APP,
    REMOVED_APP,
    CODE_REPLAYED,
    KEY_CODE_REPLAYED,
    CREATED_KEY,
    CHANGED_KEY,
    DISABLED_KEY,
    ENABLED_KEY,
    ROTATED_KEY,
    REVOKED_KEY,
    ADDED_SECOND_FACTOR,
    REMOVED_SECOND_FACTOR,
    USED_RECOVERY_CODE,
    MADE_RECOVERY_CODES,
    WRONG_CODE,
    INVITED_MEMBER,
    WITHDREW_INVITATION,
    JOINED_ACCOUNT,
    CHANGED_ROLE,
    REMOVED_MEMBER,
    LEFT_ACCOUNT,
    KEY_ENDED_WITH_ROLE,
    APP_ENDED_WITH_ROLE,
    SIGNED_IN_FROM_NEW_BROWSER,
    RESET_SECOND_FACTOR,
    SET_PROVIDER_CREDENTIAL,
    CHANGED_PROVIDER_CREDENTIAL,
    REMOVED_PROVIDER_CREDENTIAL,
    CHANGED_LIMITS,
    CHANGED_TIER,
    RESEALED_SECRETS,
    CLOSED_ACCOUNT,
    REOPENED_ACCOUNT;

    private static final Pattern WORD_AFTER_THE_FIRST = Pattern.compile("_(.)");

    /** As it is kept and told to programs. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Under which name {@link ActTexts} has it. */
    public String text() {
        return text(wireName());
    }

    /** Under which name {@link ActTexts} has what is kept. */
    static String text(String wireName) {
        return WORD_AFTER_THE_FIRST
                .matcher(wireName)
                .replaceAll(word -> word.group(1).toUpperCase(Locale.ROOT));
    }

    /** The act that is called so; empty when none is. */
    public static Optional<ActKind> named(String wireName) {
        return Stream.of(values())
                .filter(kind -> kind.wireName().equals(wireName))
                .findFirst();
    }

    /** Whether its subject is a note among operators. */
    public boolean noteOfOperators() {
        return this == RESET_SECOND_FACTOR;
    }
}
