package ru.xrouter.auth.securitymail;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.notice.AfterCommit;

/** E-mails that nobody waits for: written in the running transaction, sent after it, and each tried again by itself until it is taken. */
@ApplicationScoped
public class MailQueue {
    private final SecurityMailStore mails;
    private final SecurityMailSender sender;
    private final AfterCommit afterCommit;

    MailQueue(SecurityMailStore mails, SecurityMailSender sender, AfterCommit afterCommit) {
        this.mails = mails;
        this.sender = sender;
        this.afterCommit = afterCommit;
    }

    /** @param text what stays readable in the database until it is sent, so nothing that opens anything */
    @Transactional(Transactional.TxType.MANDATORY)
    public void add(String email, String subject, String text) {
        add(email, subject, text, null);
    }

    /**
     * Adds one with a link; it is sealed until it is sent.
     *
     * @param until when the link stops working, and the e-mail is no use any more
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void addWithLink(String email, String subject, String text, Instant until) {
        add(email, subject, text, until);
    }

    private void add(String email, String subject, String text, @Nullable Instant until) {
        mails.add(email, subject, text, until, Instant.now().truncatedTo(ChronoUnit.MICROS));
        afterCommit.run(sender::send);
    }
}
