package ru.xrouter.provider.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import ru.xrouter.provider.Authorization;

class WarmUpTest {
    @Test
    void takesNoCallsBeforeTheAuthorizationIsReady() {
        // Given
        var warm = Promise.<Void>promise();
        var warmUp = new WarmUp(new Warming(warm.future()));

        // When
        warmUp.start(new StartupEvent());
        var before = warmUp.call().getStatus();
        warm.complete();

        // Then
        assertThat(before).isEqualTo(Status.DOWN);
        assertThat(warmUp.call().getStatus()).isEqualTo(Status.UP);
    }

    private record Warming(Future<Void> warmUp) implements Authorization {
        @Override
        public Future<@Nullable String> authorization() {
            return Future.succeededFuture("token");
        }

        @Override
        public void rejected(@Nullable String authorization) {}

        @Override
        public String state() {
            return "held";
        }
    }
}
