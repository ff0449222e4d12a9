package ru.xrouter.auth.oauth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Times of the authorization server. */
@ConfigMapping(prefix = "xrouter.auth.oauth")
public interface OAuthConfig {
    /** How long an authorization code waits to be exchanged. */
    @WithDefault("60s")
    Duration codeLifetime();

    /** Age at which a signing key is followed by another; tokens it signed stay valid. */
    @WithDefault("90D")
    Duration keyRotation();

    /** How long a key is published after it was followed: longer than any token it signed lives. */
    @WithDefault("400D")
    Duration keyRetention();
}
