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

    /**
     * The metadata service of the virtual machine we run on, which gives out IAM tokens of the service account tied to it; the
     * real one is {@code http://169.254.169.254/computeMetadata/v1/instance/service-accounts/default/token}.
     */
    Optional<URI> metadataUrl();

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
    @WithDefault("yandexgpt,yandexgpt/latest,gpt-oss-120b/latest,gpt-oss-20b/latest,qwen3-235b-a22b-fp8/latest")
    Set<String> reasoningModels();

    /** Provider models that read images. */
    @WithDefault("gemma-3-27b-it/latest")
    Set<String> visionModels();

    /** What the names of Yandex's own models begin with: its OpenAI-compatible API treats them unlike the open ones. */
    @WithDefault("yandexgpt,aliceai")
    Set<String> ownModels();
}
