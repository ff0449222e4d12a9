package ru.xrouter.gigachat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where GigaChat is and how we are known there. */
@ConfigMapping(prefix = "xrouter.gigachat")
public interface GigaChatConfig {
    /** The authorization key that only the simulator accepts: {@code local:simulator}. */
    String LOCAL_CREDENTIALS = "bG9jYWw6c2ltdWxhdG9y";

    /** Address that gives access tokens; at Sber {@code https://ngw.devices.sberbank.ru:9443/api/v2/oauth}. */
    @WithDefault("http://localhost:8090/gigachat/api/v2/oauth")
    URI authUrl();

    /** Base address of the v1 API; at Sber {@code https://gigachat.devices.sberbank.ru/api/v1}. */
    @WithDefault("http://localhost:8090/gigachat/api/v1")
    URI apiUrl();

    /** The authorization key as the developer's cabinet shows it, {@code base64(client_id:client_secret)}. A secret. */
    @WithDefault(LOCAL_CREDENTIALS)
    String credentials();

    /** Who we are to Sber: {@code GIGACHAT_API_PERS}, {@code GIGACHAT_API_B2B} or {@code GIGACHAT_API_CORP}. */
    @WithDefault("GIGACHAT_API_PERS")
    String scope();

    /** PEM file with certificates to trust beside the usual ones: GigaChat's chain to the Russian Trusted Root CA. */
    Optional<Path> caCertificate();

    /** Value of {@code user-agent}; GigaChat's new host refuses calls without one. */
    @WithDefault("XRouter")
    String userAgent();

    /** Longest wait for an access token. */
    @WithDefault("10s")
    Duration tokenTimeout();
}
