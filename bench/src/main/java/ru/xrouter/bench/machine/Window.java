package ru.xrouter.bench.machine;

import java.util.LinkedHashMap;
import java.util.Map;
import ru.xrouter.bench.load.Generator;
import ru.xrouter.bench.machine.Processes.Usage;

/** What processes used in a measured window. */
public final class Window implements Generator.Observer {
    private final Processes processes;
    private Map<String, Usage> before = Map.of();
    private Map<String, Usage> after = Map.of();
    private long busyBefore;
    private long busyAfter;

    public Window(Processes processes) {
        this.processes = processes;
    }

    @Override
    public void windowBegins() {
        before = processes.usage();
        busyBefore = Machine.busyMicros();
    }

    @Override
    public void windowEnds() {
        busyAfter = Machine.busyMicros();
        after = processes.usage();
    }

    /** By process: CPU microseconds used in the window, and the memory held at its end. */
    public Map<String, Usage> used() {
        var used = new LinkedHashMap<String, Usage>();
        after.forEach((name, end) -> {
            var begin = before.getOrDefault(name, end);
            used.put(
                    name,
                    new Usage(
                            end.userMicros() - begin.userMicros(),
                            end.systemMicros() - begin.systemMicros(),
                            end.rssKilobytes()));
        });
        return used;
    }

    /** CPU time of everything else on the machine, in microseconds. */
    public long otherMicros() {
        var ours = used().values().stream().mapToLong(Usage::micros).sum();
        return Math.max(0, busyAfter - busyBefore - ours);
    }
}
