package ru.xrouter.bench.billing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import ru.xrouter.bench.machine.Processes;
import ru.xrouter.bench.machine.Window;

/**
 * Fills the stream of usage events faster than billing settles them, and measures from the moment it is full until it is
 * empty. The events are those of many accounts, as the router writes them.
 */
public final class Settling {
    private static final int ACCOUNTS = 200;
    private static final int AT_ONCE = 1_000;
    private static final int WARM_UP = 30_000;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final InetSocketAddress redis;
    private final Processes processes;
    private final String run = UUID.randomUUID().toString();
    private int written;

    /** The stack's Redis, and the processes whose time is counted. */
    public Settling(InetSocketAddress redis, Processes processes) {
        this.redis = redis;
        this.processes = processes;
    }

    /** Settles so many events and tells how fast it went. */
    public String measure(int events) throws IOException, InterruptedException {
        try (var stream = new UsageStream(redis)) {
            fill(stream, WARM_UP);
            drain(stream);
            fill(stream, events);
            var window = new Window(processes);
            window.windowBegins();
            var full = stream.length();
            var begin = System.nanoTime();
            drain(stream);
            var seconds = (System.nanoTime() - begin) / 1e9;
            window.windowEnds();
            return report(full, seconds, window);
        }
    }

    private void fill(UsageStream stream, int events) throws IOException {
        for (int i = 0; i < events; i += AT_ONCE) {
            stream.add(new ArrayList<>(
                    IntStream.range(0, AT_ONCE).mapToObj(_ -> event(written++)).toList()));
        }
    }

    private static void drain(UsageStream stream) throws IOException, InterruptedException {
        while (stream.length() > 0) {
            Thread.sleep(PAUSE);
        }
    }

    private String event(int number) {
        var account = number % ACCOUNTS;
        return """
                {"generation_id":"gen-%1$s-%2$d","account_id":"bench-%1$s-%3$d","key_id":"key-%3$d",\
                "model":"gigachat/GigaChat-2","requested_model":"gigachat","provider":"GigaChat","streamed":true,\
                "outcome":"answered","finish_reason":"stop",\
                "usage":{"prompt_tokens":812,"completion_tokens":204,"cached_tokens":96},\
                "price":{"prompt_per_million":65000000,"cached_per_million":0,"completion_per_million":65000000,\
                "valid_from":"2026-01-01"},"cost":59800,"vat":10784,"provider_cost":59800,"attempts":1,\
                "started_at":1795392000000,"latency_ms":2400,"first_byte_ms":310,"provider_request_id":"r-%2$d"}\
                """.formatted(run, number, account);
    }

    private static String report(long full, double seconds, Window window) {
        var lines = new ArrayList<>(List.of("%,d usage events from a full stream in %.1f s: %,.0f a second"
                .formatted(full, seconds, full / seconds)));
        for (Map.Entry<String, Processes.Usage> process : window.used().entrySet()) {
            var micros = (double) process.getValue().micros() / full;
            if (micros >= 1) {
                lines.add("  %s: %.0f CPU us an event, %d MB"
                        .formatted(process.getKey(), micros, process.getValue().rssKilobytes() / 1024));
            }
        }
        return String.join("\n", lines);
    }
}
