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
        assertThat(config.reasoningModels()).containsExactlyInAnyOrder("yandexgpt", "yandexgpt/latest");
    }

    @Test
    void readsEverySetting() {
        // When
        var config = Settings.read(Map.of(
                "xrouter.yandexgpt.api-url", "https://llm.api.cloud.yandex.net",
                "xrouter.yandexgpt.folder-id", "b1gfolder",
                "xrouter.yandexgpt.api-key", "AQVN1",
                "xrouter.yandexgpt.iam-token", "t1.a.b",
                "xrouter.yandexgpt.service-account-key-file", "key.json",
                "xrouter.yandexgpt.iam-url", "https://iam.api.cloud.yandex.net/iam/v1/tokens",
                "xrouter.yandexgpt.iam-timeout", "3s",
                "xrouter.yandexgpt.data-logging", "true",
                "xrouter.yandexgpt.reasoning-models", "yandexgpt-5-pro/latest"));
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
    }
}
