package ru.xrouter.auth.securitymail;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import ru.xrouter.auth.metrics.AuthMetrics;

/**
 * Sends what {@link MailQueue} took, one e-mail at a time. What the mail server does not take is tried again for some days, then given up with an
 * error in the log; it stays in the table for a quarter of a year. One with a link is tried as long as the link works, and is not kept.
 */
@ApplicationScoped
class SecurityMailSender {
    private static final Logger LOG = Logger.getLogger(SecurityMailSender.class);
    private static final Duration KEPT = Duration.ofDays(90);

    private final SecurityMailStore mails;
    private final Delivery delivery;
    private final Duration patience;
    private final InstantSource clock;
    private final AuthMetrics waitedFor;
    private final MeterRegistry metrics;
    private final ReentrantLock sending = new ReentrantLock();

    @Inject
    SecurityMailSender(
            SecurityMailStore mails,
            Mail mail,
            SecurityMailConfig config,
            AuthMetrics waitedFor,
            MeterRegistry metrics) {
        this(mails, mail::send, config.giveUpAfter(), InstantSource.system(), waitedFor, metrics);
    }

    SecurityMailSender(
            SecurityMailStore mails,
            Delivery delivery,
            Duration patience,
            InstantSource clock,
            AuthMetrics waitedFor,
            MeterRegistry metrics) {
        this.mails = mails;
        this.delivery = delivery;
        this.patience = patience;
        this.clock = clock;
        this.waitedFor = waitedFor;
        this.metrics = metrics;
    }

    /** Whoever takes e-mails. */
    interface Delivery {
        /** Whether it was taken. */
        boolean takes(String to, String subject, String text);
    }

    /** Sends all that is due. What comes while another thread sends is sent by that thread, or at the next round. */
    @Scheduled(every = "${xrouter.auth.security-mail.every}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void send() {
        if (!sending.tryLock()) {
            return;
        }
        try {
            mails.forget(now().minus(KEPT));
            for (var due = mails.claim(now()); due.isPresent(); due = mails.claim(now())) {
                send(due.get());
            }
        } catch (RuntimeException e) {
            LOG.warnf("E-mails cannot be read yet: %s", e.getClass().getSimpleName());
        } finally {
            sending.unlock();
        }
    }

    private void send(SecurityMailStore.Due due) {
        var body = due.body();
        if (body == null || due.tooLate(now())) {
            giveUp(due);
        } else if (delivery.takes(due.email(), due.subject(), body)) {
            mails.remove(due.mailId());
            count("sent");
        } else if (due.createdAt().isBefore(now().minus(patience))) {
            giveUp(due);
        } else {
            count("failed");
            // Somebody waits for a link; but one dead mailbox, however often it is tried, is no trouble of the
            // server's.
            if (due.hasLink() && due.tries() == 1) {
                waitedFor.mailed(AuthMetrics.Mailed.FAILED);
            }
        }
    }

    /** Links are not kept. */
    private void giveUp(SecurityMailStore.Due due) {
        if (due.hasLink()) {
            mails.remove(due.mailId());
        } else {
            mails.giveUp(due.mailId(), now());
        }
        LOG.errorf("An e-mail was given up, mailId=%d", due.mailId());
        count("given_up");
    }

    private void count(String outcome) {
        metrics.counter("xrouter.auth.security.mails", "outcome", outcome).increment();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
