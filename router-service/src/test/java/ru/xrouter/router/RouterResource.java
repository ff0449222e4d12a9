package ru.xrouter.router;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import ru.xrouter.router.catalogue.TestCatalogue;
import ru.xrouter.service.testing.FreePort;

/** Ports for fake adapters and a fake billing, a catalogue file and a spool folder of its own. */
public final class RouterResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        try {
            var config = new HashMap<String, String>();
            for (var adapter : TestCatalogue.ADAPTERS) {
                config.put("xrouter.router.adapters.%s.url".formatted(adapter), "http://127.0.0.1:" + FreePort.next());
            }
            config.put("xrouter.router.adapters.yandexgpt.enabled", "false");
            config.put("xrouter.router.billing-url", "http://127.0.0.1:" + FreePort.next());
            var folder = Files.createTempDirectory("router-it");
            var catalogue = folder.resolve("catalogue.yaml");
            Files.writeString(catalogue, TestCatalogue.YAML);
            config.put("xrouter.router.catalogue", catalogue.toString());
            config.put("xrouter.router.catalogue-poll", "50ms");
            config.put("xrouter.router.provider-list-poll", "100ms");
            config.put("xrouter.router.spool-dir", folder.resolve("spool").toString());
            config.put("xrouter.router.spool-drain", "100ms");
            config.put("xrouter.router.first-byte-timeout", "2s");
            config.put("xrouter.router.idle-timeout", "2s");
            config.put("xrouter.router.total-timeout", "5s");
            config.put("xrouter.router.adapter-rest", "1ms");
            config.put("xrouter.drain-timeout", "1s");
            // No test is about a slow Redis, and the machine that tests may be slow itself.
            config.put("xrouter.redis.budget", "10s");
            return config;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // The files lie in the system's temporary folder.
    }
}
