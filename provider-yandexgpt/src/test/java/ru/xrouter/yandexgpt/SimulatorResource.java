package ru.xrouter.yandexgpt;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.Simulator;

/** A simulator of YandexGPT that the application under test calls. */
public final class SimulatorResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable Simulator simulator;

    @Override
    public Map<String, String> start() {
        simulator = Simulator.start(0);
        var url = "http://localhost:%d".formatted(simulator.port());
        return Map.of(
                "test.simulator.url",
                url,
                "xrouter.yandexgpt.api-url",
                url + "/yandex",
                "xrouter.yandexgpt.iam-url",
                url + "/yandex/iam/v1/tokens");
    }

    @Override
    public void stop() {
        if (simulator != null) {
            simulator.close();
        }
    }
}
