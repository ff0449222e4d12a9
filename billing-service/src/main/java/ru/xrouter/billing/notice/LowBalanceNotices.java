package ru.xrouter.billing.notice;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import ru.xrouter.api.money.Money;
import ru.xrouter.billing.notice.LowBalanceStore.Low;

/**
 * Tells of each account that runs low, by a signed notice to the operator and by mail to the account's people, once each
 * time it does, or again when the process died in between. What is not taken is told again at the next look.
 */
@Singleton
class LowBalanceNotices {
    private static final Logger LOG = Logger.getLogger(LowBalanceNotices.class);
    private static final int AT_ONCE = 100;

    private final LowBalanceStore store;
    private final LowBalanceConfig config;
    private final NoticeWebhook webhook;
    private final NoticeMail mail;
    private final MeterRegistry metrics;

    LowBalanceNotices(
            LowBalanceStore store,
            LowBalanceConfig config,
            NoticeWebhook webhook,
            NoticeMail mail,
            MeterRegistry metrics) {
        this.store = store;
        this.config = config;
        this.webhook = webhook;
        this.mail = mail;
        this.metrics = metrics;
    }

    @Scheduled(
            every = "${xrouter.billing.low-balance.every:60s}",
            delayed = "${xrouter.billing.low-balance.every:60s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void look() {
        config.webhook().ifPresent(address -> look(Recipient.WEBHOOK, low -> webhook.taken(address, low)));
        if (config.mail()) {
            look(Recipient.MAIL, mail::taken);
        }
    }

    private void look(Recipient recipient, Predicate<Low> taken) {
        try {
            var below = Money.ofRoubles(config.below());
            store.recovered(recipient, below);
            tell(recipient, below, taken);
        } catch (RuntimeException e) {
            LOG.warnf(
                    "Low balances cannot be told of, by=%s, failure=%s",
                    recipient, e.getClass().getSimpleName());
        }
    }

    /** Goes through all of them in the order of their ids, so that one that is never taken keeps no other waiting. */
    private void tell(Recipient recipient, Money below, Predicate<Low> taken) {
        var page = store.untold(recipient, below, "", AT_ONCE);
        while (!page.isEmpty()) {
            page.stream()
                    .filter(low -> store.begin(recipient, low.accountId()))
                    .forEach(low -> tell(recipient, low, taken));
            page = store.untold(recipient, below, page.getLast().accountId(), AT_ONCE);
        }
    }

    private void tell(Recipient recipient, Low low, Predicate<Low> told) {
        var taken = told.test(low);
        store.end(recipient, low.accountId(), taken);
        metrics.counter(
                        "xrouter.billing.low.balance.notices",
                        "by",
                        recipient.name().toLowerCase(Locale.ROOT),
                        "result",
                        taken ? "taken" : "refused")
                .increment();
        if (!taken) {
            LOG.warnf("A notice of a low balance was not taken; accountId=%s, by=%s", low.accountId(), recipient);
        }
    }
}
