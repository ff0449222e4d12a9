package ru.xrouter.auth.person;

import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks for the password again before something that nobody must do in a browser that was left open. */
@Singleton
class PasswordAgain {
    private final People people;
    private final Attempts attempts;

    PasswordAgain(People people, Attempts attempts) {
        this.people = people;
        this.attempts = attempts;
    }

    /** The fault to show; empty when the password is right. */
    Optional<String> fault(Person person, @Nullable String password, String address) {
        if (!people.hasPassword(person)) {
            return Optional.of("noPassword");
        }
        if (attempts.oneTooMany(person.email(), address)) {
            return Optional.of("tooMany");
        }
        try {
            if (!people.knowsPassword(person, Objects.requireNonNullElse(password, ""), address)) {
                attempts.wrong();
                return Optional.of("wrongCurrent");
            }
        } catch (Passwords.Busy e) {
            attempts.noGuess(person.email(), address, false);
            throw e;
        }
        attempts.noGuess(person.email(), address, false);
        return Optional.empty();
    }
}
