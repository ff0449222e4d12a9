package ru.xrouter.billing.notice;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** Where auth-service is, which knows the people behind an account. */
@ConfigMapping(prefix = "xrouter.billing")
public interface AuthLinkConfig {
    /** Base address of auth-service. */
    @WithDefault("http://localhost:8081")
    URI authUrl();
}
