package ru.xrouter.gateway.idempotency;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How answers are kept for requests with an {@code Idempotency-Key}. */
@ConfigMapping(prefix = "xrouter.gateway.idempotency")
public interface IdempotencyConfig {
    /** How long an answer is given again. */
    @WithDefault("24h")
    Duration keep();

    /** Largest answer that is kept; of a larger one only the fact. */
    @WithDefault("256K")
    MemorySize maxAnswer();

    /** Most bytes of answers kept of one account in a day; beyond it only the fact is. */
    @WithDefault("16M")
    MemorySize maxPerAccount();
}
