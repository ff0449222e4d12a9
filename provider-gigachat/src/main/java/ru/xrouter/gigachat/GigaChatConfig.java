package ru.xrouter.gigachat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

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

    /** Base address of the v2 API; at Sber {@code https://gigachat.devices.sberbank.ru/api/v2}. */
    @WithDefault("http://localhost:8090/gigachat/api/v2")
    URI apiV2Url();

    /** The authorization key as the developer's cabinet shows it, {@code base64(client_id:client_secret)}. A secret. */
    @WithDefault(LOCAL_CREDENTIALS)
    String credentials();

    /** Who we are to Sber: {@code GIGACHAT_API_PERS}, {@code GIGACHAT_API_B2B} or {@code GIGACHAT_API_CORP}. */
    @WithDefault("GIGACHAT_API_PERS")
    String scope();

    /**
     * PEM file with certificates to trust beside the usual ones, in place of the Russian Trusted Root CA that we ship and
     * that GigaChat's chain leads to.
     */
    Optional<Path> caCertificate();

    /** PEM file with the certificate, and its chain, that the API takes in place of an access token. */
    Optional<Path> clientCertificate();

    /** PEM file with the key of the client certificate. */
    Optional<Path> clientKey();

    /** Password of the client certificate's key, where it has one. A secret. */
    Optional<String> clientKeyPassword();

    /** GigaChat's names of the models that see images. */
    @WithDefault("GigaChat-2-Max,GigaChat-Max,GigaChat-2-Max-preview,GigaChat-Max-preview,GigaChat-3-Ultra")
    Set<String> visionModels();

    /** How images reach the models. */
    Images images();

    /** Images in messages: uploaded to GigaChat once and used again while they are there. */
    interface Images {
        /** Hosts whose images are fetched for the caller, over HTTPS alone; none unless they are named. */
        Optional<Set<String>> hosts();

        /** Longest wait for an image from a host. */
        @WithDefault("10s")
        Duration fetchTimeout();

        /** How long an uploaded image is used again. */
        @WithDefault("30m")
        Duration lifetime();

        /** How long an image that is not used again stays for the requests that still use it, before it is deleted. */
        @WithDefault("10m")
        Duration grace();

        /** Most uploaded images remembered. */
        @WithDefault("10000")
        int remembered();
    }

    /** GigaChat's names of the models that reason; the others may refuse {@code reasoning_effort}, so it is not sent to them. */
    @WithDefault("GigaChat-3-Ultra,GigaChat-3-Pro,GigaChat-3-Lightning,GigaChat-2-Reasoning")
    Set<String> reasoningModels();

    /** Value of {@code user-agent}; GigaChat's new host refuses calls without one. */
    @WithDefault("XRouter")
    String userAgent();

    /** Longest wait for an access token. */
    @WithDefault("10s")
    Duration tokenTimeout();
}
