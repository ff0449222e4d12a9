package ru.xrouter.yandexgpt.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.provider.Authorization;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.provider.token.CachedToken;
import ru.xrouter.yandexgpt.Settings;

class CustomerCredentialsTest {
    private static final Vertx VERTX = Vertx.vertx();

    private final CustomerCredentials credentials = new CustomerCredentials(new IamTokens(
            VERTX,
            Settings.redis(VERTX, "redis://127.0.0.1:1"),
            new SimpleMeterRegistry(),
            Settings.read(Map.of("xrouter.yandexgpt.folder-id", "b1gours"))));

    @TempDir
    Path folder;

    @AfterAll
    static void close() {
        VERTX.close();
    }

    @Test
    void tellsAnApiKeyFromAnIamTokenAndAnAuthorizedKey() throws IOException {
        var key = Files.readString(KeyFiles.write(folder.resolve("key.json"), KeyFiles.keyPair()));

        assertThat(of("AQVN1\n").authorization().result()).isEqualTo("Api-Key AQVN1");
        assertThat(of("t1.a.b").authorization().result()).isEqualTo("Bearer t1.a.b");
        assertThat(of(key)).isInstanceOf(CachedToken.class);
    }

    @Test
    void keepsOneForEachCredential() {
        assertThat(of("AQVN1")).isSameAs(of("AQVN1")).isNotSameAs(of("AQVN2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ключ", "a b", "{}", "{\"id\":\"a\",\"service_account_id\":\"b\",\"private_key\":\"c\"}", "{"})
    void refusesWhatCannotBeOne(String secret) {
        assertThatThrownBy(() -> of(secret))
                .isInstanceOf(ProviderFailureException.class)
                .hasMessage("refused_credential")
                .hasNoCause();
    }

    private Authorization of(String secret) {
        return credentials.authorization(new CustomerCredential(secret, Map.of("folder_id", "b1gtheirs")));
    }
}
