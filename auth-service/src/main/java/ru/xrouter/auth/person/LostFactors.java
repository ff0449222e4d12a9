package ru.xrouter.auth.person;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.factor.SecondFactors;
import ru.xrouter.auth.passkey.Passkeys;

/**
 * Lets a person in again who has lost the second factor and the recovery codes: an operator takes the factor away, and the passkeys, which
 * were often on the same phone. The password goes on, all sessions end, the person is told by e-mail, and the audit log says who did it and
 * why.
 */
@ApplicationScoped
class LostFactors {
    private static final int LONGEST_REASON = 200;

    private final PersonStore people;
    private final SecondFactors factors;
    private final Passkeys passkeys;

    LostFactors(PersonStore people, SecondFactors factors, Passkeys passkeys) {
        this.people = people;
        this.factors = factors;
        this.passkeys = passkeys;
    }

    /** Why an operator did it, as it goes into the log; empty when nothing was said or too much. */
    static Optional<String> reason(@Nullable String text) {
        return Optional.of(Objects.requireNonNullElse(text, "").strip().replaceAll("\\p{Cntrl}+", " "))
                .filter(reason -> !reason.isEmpty() && reason.length() <= LONGEST_REASON);
    }

    /**
     * Whether there was such a person with a second factor.
     *
     * @param by the operator, for the audit log
     */
    @Transactional
    boolean reset(String email, String by, String reason, String address) {
        return people.byEmail(email)
                .map(PersonStore.Row::userId)
                .filter(factors::asked)
                .filter(userId -> {
                    var lost = passkeys.removeAll(userId);
                    people.end(userId, null);
                    return factors.reset(userId, by, "%s (passkeys removed: %d)".formatted(reason, lost), address);
                })
                .isPresent();
    }
}
