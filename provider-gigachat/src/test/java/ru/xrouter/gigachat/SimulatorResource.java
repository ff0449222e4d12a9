package ru.xrouter.gigachat;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.Simulator;

/** Points the adapter at a simulator of its own. */
public class SimulatorResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable Simulator simulator;

    @Override
    public Map<String, String> start() {
        simulator = Simulator.start(0);
        var url = "http://localhost:" + simulator.port();
        return Map.of(
                "simulator.url",
                url,
                "xrouter.gigachat.auth-url",
                url + "/gigachat/api/v2/oauth",
                "xrouter.gigachat.api-v2-url",
                url + "/gigachat/v2",
                "xrouter.gigachat.api-url",
                url + "/gigachat/api/v1",
                "xrouter.provider.first-byte-timeout",
                "2s");
    }

    @Override
    public void stop() {
        if (simulator != null) {
            simulator.close();
        }
    }
}
