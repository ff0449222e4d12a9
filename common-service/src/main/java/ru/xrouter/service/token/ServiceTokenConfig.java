package ru.xrouter.service.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** What guards the ports that only our own services may call. */
@ConfigMapping(prefix = "xrouter.service")
public interface ServiceTokenConfig {
    /** The token our services show each other. From the environment; the same for all services of an installation. */
    String token();

    /** Tokens that are accepted besides, so that the token can change while old and new processes call each other. */
    Optional<List<String>> otherTokens();

    /** Paths that need the token: those beginning with this. {@code none} guards nothing. */
    @WithDefault("/")
    String guardedPaths();

    /** The one path that others may call without the token, exactly; what answers there must know its callers itself. */
    Optional<String> openPath();
}
