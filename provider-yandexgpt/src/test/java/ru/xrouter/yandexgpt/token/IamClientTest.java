package ru.xrouter.yandexgpt.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.provider.token.AccessToken;
import ru.xrouter.simulator.Simulator;

class IamClientTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Simulator SIMULATOR = Simulator.start(0);

    @TempDir
    Path folder;

    @AfterAll
    static void close() throws Exception {
        SIMULATOR.close();
        VERTX.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void asksTheMetadataServiceOfAVirtualMachine() throws Exception {
        // Given
        var url = url("/yandex/computeMetadata/v1/instance/service-accounts/default/token");
        // When
        var token = fetch(new TokenSource.VirtualMachine(url, Clock.systemUTC()));
        // Then
        assertThat(token.authorization()).startsWith("Bearer t1.");
        assertThat(token.expiresAt()).isAfter(Instant.now().plus(Duration.ofHours(11)));
    }

    @Test
    void provesAServiceAccountToIam() throws Exception {
        // Given
        var key = AuthorizedKey.read(KeyFiles.write(folder.resolve("key.json"), KeyFiles.keyPair()));
        // When
        var token = fetch(new TokenSource.ServiceAccount(VERTX, key, url("/yandex/iam/v1/tokens"), Clock.systemUTC()));
        // Then
        assertThat(token.authorization()).startsWith("Bearer t1.");
    }

    @Test
    void failsByNameWhereThereIsNoSuchService() {
        var nowhere = new TokenSource.VirtualMachine(url("/yandex/nothing"), Clock.systemUTC());

        assertThatThrownBy(() -> fetch(nowhere))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ProviderFailureException.class);
    }

    private static URI url(String path) {
        return URI.create("http://localhost:%d%s".formatted(SIMULATOR.port(), path));
    }

    private static AccessToken fetch(TokenSource source) throws Exception {
        var timeout = Duration.ofSeconds(5);
        return new IamClient(IamClient.connections(VERTX, timeout), source, timeout)
                .fetch()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }
}
