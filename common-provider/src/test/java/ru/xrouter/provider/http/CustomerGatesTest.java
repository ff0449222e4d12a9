package ru.xrouter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.adapter.CustomerCredential;

class CustomerGatesTest {
    private static final CustomerCredential MINE = new CustomerCredential("mine", Map.of());
    private static final CustomerCredential ELSEWHERE = new CustomerCredential("mine", Map.of("folder_id", "b1g"));

    private final Vertx vertx = Vertx.vertx();
    private final CustomerGates gates = gates();

    @AfterEach
    void stop() {
        RunningAdapter.await(vertx.close());
    }

    @Test
    void letsNoCustomerWaitForAnother() {
        // Given
        assertThat(entersAtOnce(MINE)).isTrue();
        // Then
        assertThat(entersAtOnce(MINE)).isFalse();
        assertThat(entersAtOnce(ELSEWHERE)).isTrue();
    }

    private static CustomerGates gates() {
        // Ours does not say what they have.
        var config = new TestConfig();
        config.concurrency = 2;
        return new CustomerGates(
                config, new ToyProvider(URI.create("http://localhost"), ToyProvider.Extra.ONE_AT_A_TIME));
    }

    private boolean entersAtOnce(CustomerCredential credential) {
        var admitted = new boolean[1];
        gates.of(credential)
                .pass(vertx.getOrCreateContext(), () -> admitted[0] = true)
                .enter();
        return admitted[0];
    }
}
