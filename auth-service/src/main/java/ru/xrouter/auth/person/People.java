package ru.xrouter.auth.person;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.account.AccountStore;
import ru.xrouter.auth.account.MemberStore;
import ru.xrouter.auth.account.Role;
import ru.xrouter.auth.audit.ActKind;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.auth.id.RandomIds;
import ru.xrouter.auth.page.SiteConfig;
import ru.xrouter.auth.secret.Hashes;
import ru.xrouter.auth.secret.RandomSecrets;
import ru.xrouter.auth.securitymail.MailQueue;

/** Sign-up, confirmation, sign-in and reset. Nothing that is told to a stranger shows whether an e-mail is known. */
@ApplicationScoped
public class People {
    private static final Pattern EMAIL = Pattern.compile("[^\\s\\p{Cntrl}@<>\"(),;:]{1,64}@[a-z0-9-]+(\\.[a-z0-9-]+)*");
    private static final int LONGEST_EMAIL = 200;

    private final PersonStore people;
    private final AccountStore accounts;
    private final MemberStore members;
    private final Passwords passwords;
    private final MailWishStore wishes;
    private final MailQueue mails;
    private final RandomSecrets secrets;
    private final AuditLog audit;
    private final RandomIds ids;
    private final SiteConfig site;

    People(
            PersonStore people,
            AccountStore accounts,
            MemberStore members,
            Passwords passwords,
            MailWishStore wishes,
            MailQueue mails,
            RandomSecrets secrets,
            AuditLog audit,
            RandomIds ids,
            SiteConfig site) {
        this.people = people;
        this.accounts = accounts;
        this.members = members;
        this.passwords = passwords;
        this.wishes = wishes;
        this.mails = mails;
        this.secrets = secrets;
        this.audit = audit;
        this.ids = ids;
        this.site = site;
    }

    /** An e-mail address as it is kept; empty when the text is none. */
    public static Optional<String> email(@Nullable String text) {
        return Optional.ofNullable(text)
                .map(email -> email.strip().toLowerCase(Locale.ROOT))
                .filter(email ->
                        email.length() <= LONGEST_EMAIL && EMAIL.matcher(email).matches());
    }

    /** Does what somebody asked for by e-mail, unless another replica has. */
    @Transactional
    void fulfil(long wishId) {
        wishes.take(wishId).ifPresent(wish -> {
            switch (wish.kind()) {
                case SIGN_UP -> signUp(wish);
                case RESET -> forgot(wish);
            }
        });
    }

    private void signUp(MailWish wish) {
        var now = now();
        var userId = ids.next("user");
        if (people.add(userId, wish.email(), null, now)) {
            audit.add(ActKind.SIGNED_UP, null, userId, null, wish.address());
            sendConfirmation(userId, wish, now);
            return;
        }
        var known = people.byEmail(wish.email()).orElseThrow();
        if (known.confirmed()) {
            mails.add(
                    wish.email(),
                    wish.russian() ? "XRouter: аккаунт уже есть" : "XRouter: you have an account already",
                    (wish.russian() ? "Войдите или смените пароль: " : "Sign in, or set a new password: ")
                            + site.issuer() + "/sign-in");
        } else {
            sendConfirmation(known.userId(), wish, now);
        }
    }

    /**
     * Makes the account of a person who has the link and knows the password that was chosen when it was sent: somebody else may have
     * signed up with their e-mail, and must not get in with a password of theirs when the person follows a link.
     */
    Confirmation confirm(String secret, String password, String address) {
        var link = Hashes.sha256(secret);
        var asked = people.signUp(link, now());
        if (asked.isEmpty()) {
            return new Confirmation.BadLink();
        }
        // Outside the transaction, as everywhere: who waits for a password to be looked at holds no connection.
        if (!passwords.matches(password, asked.get().password())) {
            audit.add(ActKind.WRONG_PASSWORD, null, asked.get().userId(), null, address);
            return new Confirmation.WrongPassword();
        }
        return confirm(link, address);
    }

    /** The password is known. */
    @Transactional
    Confirmation confirm(byte[] link, String address) {
        var now = now();
        return people.signUp(link, now)
                .<Confirmation>map(signUp -> {
                    people.setPassword(signUp.userId(), signUp.password());
                    people.endSignUps(signUp.userId());
                    confirmed(signUp.userId(), null, address, now);
                    return new Confirmation.Confirmed(signUp.userId(), signUp.returnTo());
                })
                .orElseGet(Confirmation.BadLink::new);
    }

    /** What came of following a link of a sign-up. */
    sealed interface Confirmation {
        /** @param returnTo where the person was on the way to */
        record Confirmed(String userId, String returnTo) implements Confirmation {}

        record WrongPassword() implements Confirmation {}

        record BadLink() implements Confirmation {}
    }

    /** @param by the provider that vouched for it; null when the person followed a link */
    private void confirmed(String userId, @Nullable String by, String address, Instant now) {
        if (people.confirm(userId, now)) {
            var accountId = accounts.add(people.emailOf(userId), now);
            members.add(accountId, userId, Role.OWNER, now);
            audit.add(ActKind.CREATED_ACCOUNT, accountId, userId, by, address);
            audit.add(ActKind.CONFIRMED_EMAIL, accountId, userId, by, address);
        }
    }

    /**
     * A newcomer whose e-mail is known to be theirs, without a password; empty when somebody has the e-mail. Who once began to sign up with
     * it and never confirmed does not: their password, which a stranger may have set, is forgotten.
     */
    @Transactional
    Optional<String> join(String email, String provider, String address) {
        var now = now();
        var userId = ids.next("user");
        if (!people.add(userId, email, null, now)) {
            var known = people.byEmail(email).orElseThrow();
            if (known.confirmed()) {
                return Optional.empty();
            }
            userId = known.userId();
            people.setPassword(userId, null);
            people.endSignUps(userId);
        }
        audit.add(ActKind.SIGNED_UP, null, userId, provider, address);
        confirmed(userId, provider, address, now);
        return Optional.of(userId);
    }

    boolean hasPassword(Person person) {
        return people.byEmail(person.email()).map(PersonStore.Row::password).isPresent();
    }

    /** Whether somebody has the e-mail and has confirmed it. */
    boolean known(String email) {
        return people.byEmail(email).filter(PersonStore.Row::confirmed).isPresent();
    }

    boolean knowsPassword(Person person, String password, String address) {
        return signIn(person.email(), password, address).isPresent();
    }

    /** Ends all of the person's sessions. */
    void changePassword(String userId, String password, String address) {
        newPassword(userId, passwords.hash(password), ActKind.CHANGED_PASSWORD, address);
    }

    /** The person's id, when the password is theirs and the e-mail confirmed. A wrong one is written down whoever has the e-mail, as that takes time. */
    Optional<String> signIn(String email, String password, String address) {
        var known = people.byEmail(email);
        var matches =
                passwords.matches(password, known.map(PersonStore.Row::password).orElse(null));
        var userId = known.map(PersonStore.Row::userId);
        if (!matches) {
            audit.add(ActKind.WRONG_PASSWORD, null, userId.orElse(null), null, address);
        }
        return known.filter(person -> matches && person.confirmed()).map(PersonStore.Row::userId);
    }

    private void forgot(MailWish wish) {
        people.byEmail(wish.email()).filter(PersonStore.Row::confirmed).ifPresent(person -> {
            audit.add(ActKind.ASKED_FOR_RESET, null, person.userId(), null, wish.address());
            sendLink(
                    person.userId(),
                    wish,
                    "reset",
                    wish.russian() ? "XRouter: новый пароль" : "XRouter: a new password",
                    (wish.russian() ? "Задать новый пароль: " : "Set a new password: ") + site.issuer()
                            + "/reset?token=",
                    now());
        });
    }

    /** Whose link it was, when it worked; ends all of the person's sessions. */
    Optional<String> reset(String secret, String password, String address) {
        var link = Hashes.sha256(secret);
        return people.hasReset(link, now()) ? takeReset(link, passwords.hash(password), address) : Optional.empty();
    }

    @Transactional
    Optional<String> takeReset(byte[] link, String hash, String address) {
        return people.takeReset(link, now()).map(userId -> {
            newPassword(userId, hash, ActKind.RESET_PASSWORD, address);
            return userId;
        });
    }

    @Transactional
    void newPassword(String userId, String hash, ActKind act, String address) {
        people.setPassword(userId, hash);
        people.endResets(userId);
        people.end(userId, null);
        audit.add(act, null, userId, null, address);
    }

    private void sendConfirmation(String userId, MailWish wish, Instant now) {
        sendLink(
                userId,
                wish,
                "confirm",
                wish.russian() ? "XRouter: подтвердите почту" : "XRouter: confirm your e-mail",
                (wish.russian() ? "Подтвердить: " : "Confirm: ") + site.issuer() + "/confirm?token=",
                now);
    }

    private void sendLink(String userId, MailWish wish, String purpose, String subject, String text, Instant now) {
        var secret = secrets.next();
        var until = now.plus(site.linkLifetime());
        people.addLink(Hashes.sha256(secret), userId, purpose, wish.returnTo(), wish.password(), until);
        mails.addWithLink(wish.email(), subject, text + secret, until);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
