package ru.xrouter.auth.person;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import ru.xrouter.auth.outside.OutsideIdentities;
import ru.xrouter.auth.outside.OutsidePending;
import ru.xrouter.auth.outside.OutsidePerson;
import ru.xrouter.auth.page.SiteConfig;
import ru.xrouter.auth.securitymail.MailQueue;

/**
 * Who somebody from an outside provider is to us. An e-mail makes nobody the person who has it already: they sign in as before and link
 * the provider themselves.
 */
@ApplicationScoped
class OutsideArrivals {
    private final OutsideIdentities identities;
    private final OutsidePending pending;
    private final People people;
    private final MailQueue mails;
    private final SiteConfig site;

    OutsideArrivals(
            OutsideIdentities identities, OutsidePending pending, People people, MailQueue mails, SiteConfig site) {
        this.identities = identities;
        this.pending = pending;
        this.people = people;
        this.mails = mails;
        this.site = site;
    }

    /** What came of it. */
    sealed interface Arrival {
        record Known(String userId) implements Arrival {}

        /** Somebody has the e-mail that the provider vouched for. */
        record Taken() implements Arrival {}

        record NoEmail() implements Arrival {}

        /** A link went to the e-mail; it works together with what the browser is to keep. */
        record MustConfirm(String kept) implements Arrival {}
    }

    @Transactional
    Arrival arrive(OutsidePerson person, String returnTo, boolean russian, String address) {
        var known = identities.userId(person);
        if (known.isPresent()) {
            return new Arrival.Known(known.get());
        }
        var email = person.email().flatMap(People::email);
        if (email.isEmpty()) {
            return new Arrival.NoEmail();
        }
        if (person.emailVerified()) {
            return join(person, email.get(), address);
        }
        var halves = pending.halves();
        // The same work and the same answer whoever has the e-mail: it is not known to be of whoever came.
        var until = pending.add(person, email.get(), returnTo, halves);
        if (people.known(email.get())) {
            mails.addWithLink(
                    email.get(),
                    russian ? "XRouter: аккаунт уже есть" : "XRouter: you have an account already",
                    (russian
                                    ? "Войдите как прежде и привяжите другой способ входа на странице безопасности: "
                                    : "Sign in as before, and link the other way in on the security page: ")
                            + site.issuer() + "/sign-in",
                    until);
        } else {
            mails.addWithLink(
                    email.get(),
                    russian ? "XRouter: подтвердите почту" : "XRouter: confirm your e-mail",
                    (russian
                                    ? "Подтвердите в том же браузере, в котором начали вход: "
                                    : "Confirm in the browser in which you began to sign in: ")
                            + site.issuer() + "/sign-in/confirm?token=" + halves.mailed(),
                    until);
        }
        return new Arrival.MustConfirm(halves.kept());
    }

    /** Who has followed the link; empty when it does not work, or not in this browser. */
    @Transactional
    Optional<Joined> confirm(OutsidePending.Halves halves, String address) {
        return pending.take(halves)
                .map(confirmed -> new Joined(
                        join(confirmed.person(), confirmed.person().email().orElseThrow(), address),
                        confirmed.person().provider(),
                        confirmed.returnTo()));
    }

    /** Somebody who has confirmed the e-mail, and where they were going. */
    record Joined(Arrival arrival, String provider, String returnTo) {}

    private Arrival join(OutsidePerson person, String email, String address) {
        // The same newcomer may come twice, even at once or with another e-mail: the second is known.
        identities.lock(person);
        var known = identities.userId(person);
        if (known.isPresent()) {
            return new Arrival.Known(known.get());
        }
        var userId = people.join(email, person.provider(), address);
        if (userId.isEmpty()) {
            return new Arrival.Taken();
        }
        if (!identities.add(person, userId.get())) {
            throw new IllegalStateException("A newcomer had a person of this provider already.");
        }
        return new Arrival.Known(userId.get());
    }
}
