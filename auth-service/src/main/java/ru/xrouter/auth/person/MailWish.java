package ru.xrouter.auth.person;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What somebody who is not signed in asks for by e-mail.
 *
 * @param password Argon2id of the one that somebody signs up with; null otherwise
 * @param returnTo a path of ours
 */
record MailWish(Kind kind, String email, @Nullable String password, String returnTo, boolean russian, String address) {
    /** What is asked for. */
    enum Kind {
        SIGN_UP,
        RESET;

        String stored() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
