package ru.xrouter.yandexgpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YandexGptConfigTest {
    @Test
    void hasDefaultsForTheLocalSimulator() {
        // When
        var config = Settings.read(Map.of("xrouter.yandexgpt.folder-id", "b1gfolder"));
        // Then
        assertThat(config.apiUrl()).isEqualTo(URI.create("http://localhost:8090/yandex"));
        assertThat(config.iamUrl()).isEqualTo(URI.create("http://localhost:8090/yandex/iam/v1/tokens"));
        assertThat(config.iamTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.apiKey()).isEmpty();
        assertThat(config.iamToken()).isEmpty();
        assertThat(config.serviceAccountKeyFile()).isEmpty();
        assertThat(config.dataLogging()).isFalse();
        assertThat(config.reasoningModels())
                .containsExactlyInAnyOrder(
                        "yandexgpt",
                        "yandexgpt/latest",
                        "gpt-oss-120b/latest",
                        "gpt-oss-20b/latest",
                        "qwen3-235b-a22b-fp8/latest");
        assertThat(config.visionModels()).containsExactly("gemma-3-27b-it/latest");
        assertThat(config.ownModels()).containsExactlyInAnyOrder("yandexgpt", "aliceai");
        assertThat(config.metadataUrl()).isEmpty();
    }

    @Test
    void readsEverySetting() {
        // When
        var config = Settings.read(Map.ofEntries(
                Map.entry("xrouter.yandexgpt.api-url", "https://llm.api.cloud.yandex.net"),
                Map.entry("xrouter.yandexgpt.folder-id", "b1gfolder"),
                Map.entry("xrouter.yandexgpt.api-key", "AQVN1"),
                Map.entry("xrouter.yandexgpt.iam-token", "t1.a.b"),
                Map.entry("xrouter.yandexgpt.service-account-key-file", "key.json"),
                Map.entry("xrouter.yandexgpt.iam-url", "https://iam.api.cloud.yandex.net/iam/v1/tokens"),
                Map.entry("xrouter.yandexgpt.iam-timeout", "3s"),
                Map.entry("xrouter.yandexgpt.data-logging", "true"),
                Map.entry("xrouter.yandexgpt.reasoning-models", "yandexgpt-5-pro/latest"),
                Map.entry("xrouter.yandexgpt.metadata-url", "http://169.254.169.254/token"),
                Map.entry("xrouter.yandexgpt.vision-models", "gemma-4/latest"),
                Map.entry("xrouter.yandexgpt.own-models", "yandex")));
        // Then
        assertThat(config.apiUrl()).isEqualTo(URI.create("https://llm.api.cloud.yandex.net"));
        assertThat(config.folderId()).isEqualTo("b1gfolder");
        assertThat(config.apiKey()).contains("AQVN1");
        assertThat(config.iamToken()).contains("t1.a.b");
        assertThat(config.serviceAccountKeyFile()).contains(Path.of("key.json"));
        assertThat(config.iamUrl()).isEqualTo(URI.create("https://iam.api.cloud.yandex.net/iam/v1/tokens"));
        assertThat(config.iamTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.dataLogging()).isTrue();
        assertThat(config.reasoningModels()).containsExactly("yandexgpt-5-pro/latest");
        assertThat(config.metadataUrl()).contains(URI.create("http://169.254.169.254/token"));
        assertThat(config.visionModels()).containsExactly("gemma-4/latest");
        assertThat(config.ownModels()).containsExactly("yandex");
    }
}
