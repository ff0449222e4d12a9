package ru.xrouter.billing.notice;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Who is told that an account is running low. */
@ConfigMapping(prefix = "xrouter.billing.low-balance")
public interface LowBalanceConfig {
    /** Where notices are posted; nothing is posted when it is left out. */
    Optional<URI> webhook();

    /** What notices are signed with. From the environment; needed with a webhook. */
    Optional<String> secret();

    /** Whether auth-service is asked to mail the account's people. */
    @WithDefault("true")
    boolean mail();

    /** Roubles below which an account is running low. */
    @WithDefault("100")
    BigDecimal below();

    /** How often accounts are looked through. */
    @WithDefault("60s")
    Duration every();
}
