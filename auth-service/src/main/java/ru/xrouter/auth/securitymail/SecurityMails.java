package ru.xrouter.auth.securitymail;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.account.MembershipChanged;
import ru.xrouter.auth.audit.Act;
import ru.xrouter.auth.audit.ActKind;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.auth.securitymail.SecurityMailStore.Reader;

/**
 * Tells people by e-mail what was done to the security of their sign-in or account. What has to be told is written in the transaction of
 * the act and sent afterwards, out of the way of whoever acted.
 */
@ApplicationScoped
class SecurityMails {
    /** Told to the person who did it, or in whose name it was done: it may have been somebody else. */
    private static final Set<ActKind> TO_THE_PERSON = Set.of(
            ActKind.CHANGED_PASSWORD,
            ActKind.ASKED_FOR_ANOTHER_EMAIL,
            ActKind.CHANGED_EMAIL,
            ActKind.RESET_PASSWORD,
            ActKind.ADDED_SECOND_FACTOR,
            ActKind.REMOVED_SECOND_FACTOR,
            ActKind.RESET_SECOND_FACTOR,
            ActKind.USED_RECOVERY_CODE,
            ActKind.ADDED_PASSKEY,
            ActKind.REMOVED_PASSKEY,
            ActKind.REFUSED_PASSKEY,
            ActKind.LINKED_PROVIDER,
            ActKind.UNLINKED_PROVIDER,
            ActKind.MADE_RECOVERY_CODES,
            ActKind.SIGNED_IN_FROM_NEW_BROWSER,
            ActKind.ALLOWED_APP,
            ActKind.ALLOWED_DEVICE,
            ActKind.ALLOWED_KEY,
            ActKind.JOINED_ACCOUNT,
            ActKind.LEFT_ACCOUNT);

    /** Told to all owners of the account. */
    private static final Set<ActKind> TO_THE_OWNERS = Set.of(
            ActKind.SET_PROVIDER_CREDENTIAL,
            ActKind.CHANGED_PROVIDER_CREDENTIAL,
            ActKind.REMOVED_PROVIDER_CREDENTIAL,
            ActKind.CLOSED_ACCOUNT,
            ActKind.REOPENED_ACCOUNT);

    private static final String OPERATOR = "operator";
    private static final List<Locale> BOTH = List.of(Locale.of("ru"), Locale.ENGLISH);

    private final SecurityMailStore mails;
    private final MailQueue queue;

    SecurityMails(SecurityMailStore mails, MailQueue queue) {
        this.mails = mails;
        this.queue = queue;
    }

    /** The templates, checked when the service is built. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance subject(Told told);

        static native TemplateInstance body(Told told);
    }

    /** What an e-mail says; {@code act} is a name of a text, empty fields are left out. */
    public record Told(String act, String account, String subject, String by, String when, String address) {
        /** Whether the subject is the wire name of a role. */
        public boolean ofRole() {
            return act.equals("youHaveAnotherRole") || act.equals("joinedAccount");
        }

        /** Whether an operator acted, who has no name for the reader. */
        public boolean byOperator() {
            return by.equals(OPERATOR);
        }
    }

    void acted(@Observes Act act) {
        var readers = readers(act);
        if (readers.isEmpty()) {
            return;
        }
        var byOperator = AuditLog.byOperator(act.via());
        var told = new Told(
                act.kind().text(),
                mails.accountName(act.accountId()),
                act.kind().noteOfOperators() ? "" : Objects.requireNonNullElse(act.subject(), ""),
                byOperator ? OPERATOR : by(act),
                minute(),
                byOperator ? "" : act.address());
        readers.forEach(reader -> add(reader, told));
    }

    /** The person concerned is told; who leaves by themselves is told as of every act of theirs. */
    void membershipChanged(@Observes MembershipChanged change) {
        if (change.left() && change.by().equals(change.userId())) {
            return;
        }
        var role = change.now();
        var told = new Told(
                role == null ? "youWereRemoved" : "youHaveAnotherRole",
                mails.accountName(change.accountId()),
                role == null ? "" : role.wireName(),
                by(change.by(), null),
                minute(),
                change.address());
        mails.person(change.userId()).forEach(reader -> add(reader, told));
    }

    private List<Reader> readers(Act act) {
        if (act.userId() != null && TO_THE_PERSON.contains(act.kind())) {
            return mails.person(act.userId());
        }
        if (act.accountId() != null && TO_THE_OWNERS.contains(act.kind())) {
            return mails.owners(act.accountId());
        }
        return act.kind() == ActKind.CREATED_KEY && byAProgram(act.via())
                ? mails.behind(Objects.requireNonNull(act.via()), Objects.requireNonNull(act.accountId()))
                : List.of();
    }

    private String by(Act act) {
        return TO_THE_PERSON.contains(act.kind()) ? "" : by(act.userId(), act.via());
    }

    private String by(@Nullable String userId, @Nullable String via) {
        return userId == null
                ? Objects.requireNonNullElse(via, "")
                : mails.person(userId).stream().map(Reader::email).findFirst().orElse("");
    }

    private static boolean byAProgram(@Nullable String via) {
        return via != null && !AuditLog.byOperator(via);
    }

    private void add(Reader reader, Told told) {
        var languages = reader.language() == null ? BOTH : List.of(Locale.of(reader.language()));
        var subject = inAll(languages, " / ", language -> rendered(Templates.subject(told), language));
        var body = inAll(languages, "\n\n* * *\n\n", language -> rendered(Templates.body(told), language));
        queue.add(reader.email(), subject, body);
    }

    private static String inAll(List<Locale> languages, String between, Function<Locale, String> text) {
        return languages.stream().map(text).collect(Collectors.joining(between));
    }

    private static String rendered(TemplateInstance template, Locale language) {
        return template.setLocale(language).render().strip();
    }

    private static String minute() {
        return Instant.now().toString().substring(0, 16).replace('T', ' ');
    }
}
