package ru.xrouter.auth.credential;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** Where router-service is, which knows the providers' adapters. */
@ConfigMapping(prefix = "xrouter.auth")
public interface RouterLinkConfig {
    /** Base address of router-service. */
    @WithDefault("http://localhost:8082")
    URI routerUrl();
}
