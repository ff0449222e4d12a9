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
import ru.xrouter.auth.person.Mail;

/**
 * Sends what {@link MailQueue} took, one e-mail at a time. What the mail server does not take is tried again for some days, then given up with an
 * error in the log; it stays in the table for a quarter of a year.
 */
@ApplicationScoped
class SecurityMailSender {
    private static final Logger LOG = Logger.getLogger(SecurityMailSender.class);
    private static final Duration KEPT = Duration.ofDays(90);

    private final SecurityMailStore mails;
    private final Delivery delivery;
    private final Duration patience;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final ReentrantLock sending = new ReentrantLock();

    @Inject
    SecurityMailSender(SecurityMailStore mails, Mail mail, SecurityMailConfig config, MeterRegistry metrics) {
        this(mails, mail::sendOrTryLater, config.giveUpAfter(), InstantSource.system(), metrics);
    }

    SecurityMailSender(
            SecurityMailStore mails, Delivery delivery, Duration patience, InstantSource clock, MeterRegistry metrics) {
        this.mails = mails;
        this.delivery = delivery;
        this.patience = patience;
        this.clock = clock;
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
        if (delivery.takes(due.email(), due.subject(), due.body())) {
            mails.sent(due.mailId());
            count("sent");
        } else if (due.createdAt().isBefore(now().minus(patience))) {
            mails.giveUp(due.mailId(), now());
            LOG.errorf("An e-mail was given up, mailId=%d", due.mailId());
            count("given_up");
        } else {
            count("failed");
        }
    }

    private void count(String outcome) {
        metrics.counter("xrouter.auth.security.mails", "outcome", outcome).increment();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
