package ru.xrouter.yandexgpt;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.Simulator;

/** A simulator of YandexGPT behind a turnstile for groups of four. */
public final class TurnstileResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable Simulator simulator;
    private @Nullable Turnstile turnstile;

    @Override
    public Map<String, String> start() {
        simulator = Simulator.start(0);
        try {
            turnstile = Turnstile.before("http://localhost:%d".formatted(simulator.port()), 4);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "test.turnstile.url",
                turnstile.url(),
                "test.simulator.url",
                "http://localhost:%d".formatted(simulator.port()),
                "xrouter.provider.embeddings-at-once",
                "4",
                "xrouter.yandexgpt.api-url",
                turnstile.url() + "/yandex");
    }

    @Override
    public void stop() {
        if (turnstile != null) {
            turnstile.close();
        }
        if (simulator != null) {
            simulator.close();
        }
    }
}
