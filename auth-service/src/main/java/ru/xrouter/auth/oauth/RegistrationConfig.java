package ru.xrouter.auth.oauth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Whether and how apps may register themselves (RFC 7591). */
@ConfigMapping(prefix = "xrouter.auth.registration")
public interface RegistrationConfig {
    /** Off unless somebody wants it: anybody could give an app any name. */
    @WithDefault("false")
    boolean enabled();

    /** Apps from one address in a quarter of an hour. */
    @WithDefault("10")
    int perAddress();

    /** Apps that registered themselves and may be in use at one time. */
    @WithDefault("1000")
    int most();

    /** How long the tokens of such apps live. */
    @WithDefault("30D")
    Duration tokenLifetime();
}
