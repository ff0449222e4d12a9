package ru.xrouter.yandexgpt;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** How the adapter reaches YandexGPT. Exactly one of the credentials must be set. */
@ConfigMapping(prefix = "xrouter.yandexgpt")
public interface YandexGptConfig {
    /** Base address of the text generation API; the real one is {@code https://llm.api.cloud.yandex.net}. */
    @WithDefault("http://localhost:8090/yandex")
    URI apiUrl();

    /** The folder that is billed; part of every model's URI. */
    String folderId();

    /** A service account's API key. */
    Optional<String> apiKey();

    /** An IAM token that somebody else keeps fresh; for trying things out. */
    Optional<String> iamToken();

    /** File with a service account's authorized key, as Yandex Cloud's console gives it out; IAM tokens are got with it. */
    Optional<Path> serviceAccountKeyFile();

    /** Where IAM tokens come from; the real place is {@code https://iam.api.cloud.yandex.net/iam/v1/tokens}. */
    @WithDefault("http://localhost:8090/yandex/iam/v1/tokens")
    URI iamUrl();

    /** Longest wait for an IAM token. */
    @WithDefault("10s")
    Duration iamTimeout();

    /** Whether Yandex may keep prompts and answers. Yandex does unless told not to. */
    @WithDefault("false")
    boolean dataLogging();

    /** Provider models that know a reasoning mode; elsewhere {@code reasoning_effort} is ignored, and said to be. */
    @WithDefault("yandexgpt,yandexgpt/latest")
    Set<String> reasoningModels();
}
