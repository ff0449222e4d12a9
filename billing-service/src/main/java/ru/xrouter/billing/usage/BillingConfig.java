package ru.xrouter.billing.usage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How usage events are consumed. */
@ConfigMapping(prefix = "xrouter.billing")
public interface BillingConfig {
    /** Most events settled in one transaction. */
    @WithDefault("500")
    int batchSize();

    /** Pause after a batch that was not full, so that the next events share a transaction instead of having one each. */
    @WithDefault("100ms")
    Duration linger();

    /** Longest wait for an event before the consumer looks after other things. */
    @WithDefault("1s")
    Duration readWait();

    /** How long an entry may be in the hands of a consumer before another takes it over. */
    @WithDefault("30s")
    Duration claimAfter();

    /** How often entries are taken over from consumers that died. */
    @WithDefault("10s")
    Duration claimEvery();

    /** How often the backlog is measured. */
    @WithDefault("5s")
    Duration measureEvery();

    /** How often holds are looked through for those whose generation was never heard of again. */
    @WithDefault("30s")
    Duration reapEvery();

    /** How long after its expiry a hold is given up. */
    @WithDefault("5s")
    Duration reapGrace();

    /** When the ledger is audited every day, as a Quartz cron expression in Moscow's time. */
    @WithDefault("0 30 3 * * ?")
    String auditAt();

    /** How often promotional credit that has expired is taken back. */
    @WithDefault("60s")
    Duration expireEvery();
}
