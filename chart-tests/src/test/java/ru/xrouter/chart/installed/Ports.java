package ru.xrouter.chart.installed;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import ru.xrouter.service.testing.FreePort;

/** A port of this machine for each port of the cluster. */
final class Ports {
    private final Map<String, Integer> taken = new ConcurrentHashMap<>();

    int of(String service, String name) {
        return taken.computeIfAbsent(service + "/" + name, _ -> FreePort.next());
    }
}
