package ru.xrouter.auth.securitymail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How e-mails about security are sent. */
@ConfigMapping(prefix = "xrouter.auth.security-mail")
public interface SecurityMailConfig {
    /** How often those are tried that could not be sent at once. */
    @WithDefault("10s")
    Duration every();

    /** How long one is tried; then it is given up with an error in the log. */
    @WithDefault("3D")
    Duration giveUpAfter();
}
