package ru.xrouter.auth.person;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.factor.SecondFactors;

/**
 * Lets a person in again who has lost the second factor and the recovery codes: an operator takes the factor away. The password goes on,
 * all sessions end, the person is told by e-mail, and the audit log says who did it and why.
 */
@ApplicationScoped
class LostFactors {
    private static final int LONGEST_REASON = 200;

    private final PersonStore people;
    private final SecondFactors factors;

    LostFactors(PersonStore people, SecondFactors factors) {
        this.people = people;
        this.factors = factors;
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
                .filter(person -> factors.reset(person.userId(), by, reason, address))
                .map(person -> {
                    people.end(person.userId(), null);
                    return person;
                })
                .isPresent();
    }
}
