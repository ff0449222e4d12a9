package ru.xrouter.auth.apikey;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How API keys are kept. */
@ConfigMapping(prefix = "xrouter.auth")
public interface AuthConfig {
    /**
     * Secret under which keys are hashed, at least 32 characters, from XROUTER_AUTH_PEPPER. Whoever has only the
     * database can test no guess; whoever loses the pepper has to issue all keys anew.
     */
    Optional<String> pepper();

    /** Tier of a key whose maker names none. */
    @WithDefault("free")
    String defaultTier();

    /** How many keys an account may have that are not revoked. */
    @WithDefault("1000")
    int keysPerAccount();

    /** How often the times of last use go to the database, all in one statement. */
    @WithDefault("10s")
    Duration lastUsedEvery();

    /** How often a revocation that Redis could not take is sent again. */
    @WithDefault("2s")
    Duration revocationRetryEvery();
}
