package ru.xrouter.auth.person;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import ru.xrouter.auth.audit.ActKind;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.auth.page.SiteConfig;
import ru.xrouter.auth.secret.Hashes;
import ru.xrouter.auth.secret.RandomSecrets;
import ru.xrouter.auth.securitymail.MailQueue;

/**
 * Gives a person another e-mail once they have followed a link that was sent there, signed in: somebody whose address was mistyped gets
 * nothing by it. The address before is told, of the wish too, and nobody learns whether the new one is known.
 */
@ApplicationScoped
class EmailChanges {
    private final PersonStore people;
    private final MailQueue mails;
    private final RandomSecrets secrets;
    private final AuditLog audit;
    private final SiteConfig site;

    EmailChanges(PersonStore people, MailQueue mails, RandomSecrets secrets, AuditLog audit, SiteConfig site) {
        this.people = people;
        this.mails = mails;
        this.secrets = secrets;
        this.audit = audit;
        this.site = site;
    }

    @Transactional
    void ask(Person person, String email, boolean russian, String address) {
        var now = now();
        var until = now.plus(site.linkLifetime());
        var secret = secrets.next();
        people.addEmailLink(Hashes.sha256(secret), person.userId(), email, until);
        audit.add(ActKind.ASKED_FOR_ANOTHER_EMAIL, null, person.userId(), email, address);
        // The same work either way.
        if (people.byEmail(email).filter(PersonStore.Row::confirmed).isPresent()) {
            mails.addWithLink(
                    email,
                    russian ? "XRouter: аккаунт уже есть" : "XRouter: you have an account already",
                    (russian
                                    ? "Кто-то хотел сменить на этот адрес почту другого аккаунта. Войти в ваш: "
                                    : "Somebody wanted this address for another account. Sign in to yours: ")
                            + site.issuer() + "/sign-in",
                    until);
        } else {
            mails.addWithLink(
                    email,
                    russian ? "XRouter: подтвердите новую почту" : "XRouter: confirm your new e-mail",
                    (russian ? "Подтвердить: " : "Confirm: ") + site.issuer() + EmailResource.CONFIRM + "?token="
                            + secret,
                    until);
        }
    }

    /** Ends all sessions of the person. Empty when the link does not work, or not for them; the new e-mail otherwise. */
    @Transactional
    Optional<String> confirm(Person person, String secret, String address) {
        return people.takeEmailLink(Hashes.sha256(secret), person.userId(), now())
                .filter(people::vacate)
                .map(email -> {
                    // Before the change, so that the address before is told.
                    audit.add(
                            ActKind.CHANGED_EMAIL,
                            null,
                            person.userId(),
                            "%s → %s".formatted(person.email(), email),
                            address);
                    people.setEmail(person.userId(), email);
                    people.end(person.userId(), null);
                    return email;
                });
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
