package ru.xrouter.service.drain;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The server's side of long connections. */
@ConfigMapping(prefix = "xrouter.server")
public interface ServerConfig {
    /**
     * Age at which a caller is asked to move an HTTP/2 connection, more or less a fifth: only a new connection can reach a new
     * replica.
     */
    @WithDefault("5m")
    Duration connectionAge();

    /** From that to the end of the connection, once its last stream has ended. */
    @WithDefault("5s")
    Duration connectionGrace();
}
