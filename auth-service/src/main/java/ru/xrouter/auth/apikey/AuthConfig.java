package ru.xrouter.auth.apikey;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How API keys are kept. */
@ConfigMapping(prefix = "xrouter.auth")
public interface AuthConfig {
    /**
     * Secret under which keys are hashed, at least 32 characters, from XROUTER_AUTH_PEPPER. Whoever has only the
     * database can test no guess; whoever loses the pepper has to issue all keys anew.
     */
    Optional<String> pepper();

    /** Name of the pepper, stored with each key; another pepper needs another name. */
    @WithDefault("1")
    String pepperId();

    /**
     * Peppers before the current one, each {@code id:secret}, from XROUTER_AUTH_OLD_PEPPERS. A key moves to the current
     * pepper when it is next looked up.
     */
    Optional<List<String>> oldPeppers();

    /** Tier of a key whose maker names none. */
    @WithDefault("free")
    String defaultTier();

    /** How many keys an account may have that are not revoked. */
    @WithDefault("1000")
    int keysPerAccount();

    /** How often the times of last use go to the database, all in one statement. */
    @WithDefault("10s")
    Duration lastUsedEvery();

    /** How often the gateways are told again what Redis could not take. */
    @WithDefault("2s")
    Duration revocationRetryEvery();
}
