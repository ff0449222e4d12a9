package ru.xrouter.auth.person;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes what strangers ask for by e-mail. While they wait it is only written down, with the same work whoever has the e-mail; who that is, is
 * looked up once they have been answered.
 */
@ApplicationScoped
class MailWishes {
    private static final Logger LOG = Logger.getLogger(MailWishes.class);

    private final MailWishStore wishes;
    private final People people;
    private final Passwords passwords;
    private final ExecutorService threads;
    private final ReentrantLock working = new ReentrantLock();

    MailWishes(MailWishStore wishes, People people, Passwords passwords, @VirtualThreads ExecutorService threads) {
        this.wishes = wishes;
        this.people = people;
        this.passwords = passwords;
        this.threads = threads;
    }

    void signUp(String email, String password, String returnTo, boolean russian, String address) {
        add(MailWish.Kind.SIGN_UP, email, passwords.hash(password), returnTo, russian, address);
    }

    void forgot(String email, boolean russian, String address) {
        add(MailWish.Kind.RESET, email, null, "/account", russian, address);
    }

    private void add(
            MailWish.Kind kind,
            String email,
            @Nullable String password,
            String returnTo,
            boolean russian,
            String address) {
        wishes.add(
                new MailWish(kind, email, password, returnTo, russian, address),
                Instant.now().truncatedTo(ChronoUnit.MICROS));
        threads.execute(this::fulfil);
    }

    /** Does all that waits. What comes meanwhile is done by the thread that is at it, or at the next round. */
    @Scheduled(every = "${xrouter.auth.security-mail.every}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void fulfil() {
        if (!working.tryLock()) {
            return;
        }
        try {
            for (var waiting = wishes.waiting(0); !waiting.isEmpty(); waiting = wishes.waiting(waiting.getLast())) {
                waiting.forEach(this::fulfil);
            }
        } catch (RuntimeException e) {
            LOG.warnf("Wishes for e-mails cannot be read yet: %s", e.getClass().getSimpleName());
        } finally {
            working.unlock();
        }
    }

    private void fulfil(long wishId) {
        try {
            people.fulfil(wishId);
        } catch (RuntimeException e) {
            LOG.warnf("A wish for an e-mail has to wait: %s", e.getClass().getSimpleName());
        }
    }
}
