package ru.xrouter.yandexgpt.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.xrouter.provider.Authorization;
import ru.xrouter.provider.token.CachedToken;
import ru.xrouter.provider.token.SharedAuthorization;
import ru.xrouter.yandexgpt.Settings;

class CredentialsChoiceTest {
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path folder;

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void takesTheOneThatIsConfigured() {
        // Given
        var file =
                KeyFiles.write(folder.resolve("key.json"), KeyFiles.keyPair()).toString();
        // When
        var key = choice(Map.of("api-key", "AQVN1"));
        var token = choice(Map.of("iam-token", "t1.a.b"));
        var machine = choice(Map.of("metadata-url", "http://169.254.169.254/token"));
        var account = choice(Map.of("service-account-key-file", file));
        // Then
        assertThat(key.authorization().result()).isEqualTo("Api-Key AQVN1");
        assertThat(token.authorization().result()).isEqualTo("Bearer t1.a.b");
        assertThat(account).isInstanceOf(SharedAuthorization.class);
        assertThat(machine).isInstanceOf(CachedToken.class);
    }

    @Test
    void stopsTheStartWhenThereIsNoneOrMoreThanOne() {
        assertThatThrownBy(() -> choice(Map.of()))
                .hasMessageContaining("xrouter.yandexgpt.api-key")
                .hasMessageContaining("xrouter.yandexgpt.iam-token")
                .hasMessageContaining("xrouter.yandexgpt.service-account-key-file")
                .hasMessageContaining("xrouter.yandexgpt.metadata-url")
                .hasMessageEndingWith("0 are set.");
        assertThatThrownBy(() -> choice(Map.of("api-key", "AQVN1", "iam-token", "t1.a.b")))
                .hasMessageEndingWith("2 are set.")
                .hasMessageNotContaining("AQVN1");
    }

    @Test
    void usesAnIamTokenForAnHourOrATenthOfAShorterLife() {
        assertThat(IamTokens.anHourOrATenth(Duration.ofHours(12))).isEqualTo(Duration.ofHours(1));
        assertThat(IamTokens.anHourOrATenth(Duration.ofHours(5))).isEqualTo(Duration.ofMinutes(30));
        assertThat(IamTokens.anHourOrATenth(Duration.ZERO)).isEqualTo(Duration.ZERO);
    }

    private Authorization choice(Map<String, String> settings) {
        var all = new HashMap<String, String>();
        all.put("xrouter.yandexgpt.folder-id", "b1gfolder");
        settings.forEach((name, value) -> all.put("xrouter.yandexgpt." + name, value));
        var config = Settings.read(all);
        var redis = Settings.redis(vertx, "redis://127.0.0.1:1");
        return CredentialsChoice.authorization(config, new IamTokens(vertx, redis, new SimpleMeterRegistry(), config));
    }
}
