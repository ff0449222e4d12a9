package ru.xrouter.bench;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import ru.xrouter.bench.load.Measured;
import ru.xrouter.bench.machine.Machine;
import ru.xrouter.bench.machine.Processes.Usage;

/** One run of the benchmark as a section of {@code docs/performance/results.md}. */
record Report(
        Machine machine,
        Pace pace,
        List<Result> results,
        RouterCost routerCost,
        List<AdapterCost> adapters,
        Map<String, Usage> idle,
        Map<String, Double> startTimes) {
    private static final String DIRECT = "simulator";
    private static final String NGINX = "nginx × 3";
    private static final String XROUTER = "XRouter";

    String text() {
        var out = new StringBuilder();
        heading(out);
        constantRate(out, Scenario.CONSTANT_RATE, "%.0f whole answers a second, provider at 0 ms");
        saturated(out);
        constantRate(out, Scenario.REALISTIC, "%.0f whole answers a second, provider at 200 ms");
        streams(out);
        openStreams(out);
        byProcess(out);
        out.append(routerCost.text());
        adapters(out);
        starts(out);
        doubts(out);
        return out.toString();
    }

    /** One result in one line, for the terminal. */
    static String line(Result result) {
        var measured = result.measured();
        return switch (result.scenario()) {
            case CONSTANT_RATE, REALISTIC ->
                "%.0f/s, p50 %.2f ms, p99 %.2f ms, %.0f µs CPU per request, %d failed, %d unanswered"
                        .formatted(
                                measured.rate(),
                                Measured.millis(measured.latency(), 50),
                                Measured.millis(measured.latency(), 99),
                                result.hopMicrosPerRequest(),
                                measured.failed(),
                                measured.unanswered());
            case SATURATED ->
                "%.0f/s saturated, %.0f µs CPU per request, %d failed"
                        .formatted(measured.rate(), result.hopMicrosPerRequest(), measured.failed());
            case STREAMS, OPEN_STREAMS ->
                "%.0f chunks/s, first chunk p50 %.2f ms, gap p50 %.2f ms p99 %.2f ms, %.1f µs CPU per chunk, %d failed"
                        .formatted(
                                measured.chunkRate(),
                                Measured.millis(measured.firstChunk(), 50),
                                Measured.millis(measured.gap(), 50),
                                Measured.millis(measured.gap(), 99),
                                result.hopMicrosPerChunk(),
                                measured.failed());
        };
    }

    private void heading(StringBuilder out) {
        out.append("## %s, commit %s%n%n"
                .formatted(
                        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
                                .format(LocalDateTime.now(ZoneOffset.UTC)),
                        machine.commit()));
        out.append("%s, %d cores shared by the generator, the simulator and everything measured · %s · Java %s%n"
                .formatted(machine.processor(), machine.cores(), machine.system(), machine.java()));
        out.append("Windows of %d s, after warming up until costs settle. Load average before: %.2f.%n%n"
                .formatted(pace.window().toSeconds(), machine.load()));
        if (pace.quick()) {
            out.append("A quick run: too short for the JIT compiler, so every figure is too high.\n\n");
        }
    }

    private void constantRate(StringBuilder out, Scenario scenario, String title) {
        if (!has(scenario)) {
            return;
        }
        out.append("### ")
                .append(String.format(Locale.ROOT, title, pace.perSecond()))
                .append("\n\n");
        out.append(
                "| | p50 ms | p99 ms | p99.9 ms | added p50 | added p99 | CPU µs per request, hops | failed | unanswered |\n");
        out.append("|---|---|---|---|---|---|---|---|---|\n");
        for (var name : targets()) {
            result(name, scenario).ifPresent(result -> {
                var latency = result.measured().latency();
                row(
                        out,
                        name,
                        millis(latency, 50),
                        millis(latency, 99),
                        millis(latency, 99.9),
                        added(name, scenario, 50),
                        added(name, scenario, 99),
                        number("%.0f", result.hops().isEmpty() ? Double.NaN : result.hopMicrosPerRequest()),
                        Long.toString(result.measured().failed()),
                        Long.toString(result.measured().unanswered()));
            });
        }
        out.append('\n');
    }

    private void saturated(StringBuilder out) {
        out.append("### Saturated: 64 connections, whole answers\n\n");
        out.append(
                "| | answers/s, whole machine | CPU µs per request, hops | answers/s per core of the hops | against nginx × 3 | failed |\n");
        out.append("|---|---|---|---|---|---|\n");
        var nginx =
                result(NGINX, Scenario.SATURATED).map(Result::ratePerHopCore).orElse(Double.NaN);
        for (var name : targets()) {
            result(name, Scenario.SATURATED).ifPresent(result -> {
                var hops = !result.hops().isEmpty();
                row(
                        out,
                        name,
                        number("%.0f", result.measured().rate()),
                        number("%.0f", hops ? result.hopMicrosPerRequest() : Double.NaN),
                        number("%.0f", hops ? result.ratePerHopCore() : Double.NaN),
                        number("%.2f", hops ? result.ratePerHopCore() / nginx : Double.NaN),
                        Long.toString(result.measured().failed()));
            });
        }
        out.append('\n');
    }

    private void streams(StringBuilder out) {
        out.append("### 50 streams of 100 chunks, 10 ms apart\n\n");
        out.append(
                "| | chunks/s | first chunk p50 ms | p99 ms | gap p50 ms | p99 ms | CPU µs per chunk, hops | failed |\n");
        out.append("|---|---|---|---|---|---|---|---|\n");
        for (var name : targets()) {
            result(name, Scenario.STREAMS).ifPresent(result -> {
                var measured = result.measured();
                row(
                        out,
                        name,
                        number("%.0f", measured.chunkRate()),
                        millis(measured.firstChunk(), 50),
                        millis(measured.firstChunk(), 99),
                        millis(measured.gap(), 50),
                        millis(measured.gap(), 99),
                        number("%.1f", result.hops().isEmpty() ? Double.NaN : result.hopMicrosPerChunk()),
                        Long.toString(measured.failed()));
            });
        }
        out.append('\n');
    }

    private void openStreams(StringBuilder out) {
        if (!has(Scenario.OPEN_STREAMS)) {
            return;
        }
        out.append("### %d open streams, a chunk each 500 ms%n%n".formatted(Scenario.OPEN));
        out.append("| | chunks/s | gap p99 ms | kB per open stream, hops | RSS of the hops, MB | failed |\n");
        out.append("|---|---|---|---|---|---|\n");
        for (var name : targets()) {
            result(name, Scenario.OPEN_STREAMS).ifPresent(result -> {
                var growth = result.hops().stream()
                        .mapToLong(hop -> growth(name, hop))
                        .sum();
                var held = result.hops().stream()
                        .mapToLong(hop -> result.usage(hop).rssKilobytes())
                        .sum();
                row(
                        out,
                        name,
                        number("%.0f", result.measured().chunkRate()),
                        millis(result.measured().gap(), 99),
                        result.hops().isEmpty() ? "–" : number("%.1f", growth / (double) Scenario.OPEN),
                        result.hops().isEmpty() ? "–" : number("%.0f", held / 1024.0),
                        Long.toString(result.measured().failed()));
            });
        }
        out.append('\n');
    }

    /** Growth of a process since the scenario before, whose memory is the last taken without open streams. */
    private long growth(String target, String process) {
        var open = result(target, Scenario.OPEN_STREAMS).orElseThrow();
        var before = result(target, Scenario.REALISTIC).orElseThrow();
        return open.usage(process).rssKilobytes() - before.usage(process).rssKilobytes();
    }

    private void byProcess(StringBuilder out) {
        out.append("### XRouter by process: where the time goes\n\n");
        out.append(
                "| | µs per request at the constant rate | saturated: µs | of it in the kernel | µs per chunk | RSS before, MB | under load, MB | with open streams, MB |\n");
        out.append("|---|---|---|---|---|---|---|---|\n");
        var constant = result(XROUTER, Scenario.CONSTANT_RATE).orElseThrow();
        var saturated = result(XROUTER, Scenario.SATURATED).orElseThrow();
        var streams = result(XROUTER, Scenario.STREAMS).orElseThrow();
        var open = result(XROUTER, Scenario.OPEN_STREAMS);
        for (var process : constant.used().keySet()) {
            var busy = saturated.usage(process);
            row(
                    out,
                    process,
                    number(
                            "%.0f",
                            (double) constant.usage(process).micros()
                                    / constant.measured().completed()),
                    number("%.0f", (double) busy.micros() / saturated.measured().completed()),
                    number("%.0f %%", 100.0 * busy.systemMicros() / (double) busy.micros()),
                    number(
                            "%.1f",
                            (double) streams.usage(process).micros()
                                    / streams.measured().chunks()),
                    megabytes(Optional.ofNullable(idle.get(process))),
                    megabytes(Optional.of(busy)),
                    megabytes(open.map(result -> result.usage(process))));
        }
        out.append('\n');
    }

    private void adapters(StringBuilder out) {
        out.append("### Adapters: what translation costs\n\n");
        out.append("| | load | CPU µs per answer or chunk | of it JSON | our code besides | samples | failed |\n");
        out.append("|---|---|---|---|---|---|---|\n");
        for (var cost : adapters) {
            row(
                    out,
                    cost.process(),
                    cost.scenario() == Scenario.STREAMS ? "streamed chunks" : "whole answers, saturated",
                    number("%.1f", cost.micros()),
                    number("%.0f %%", 100 * cost.json()),
                    number("%.0f %%", 100 * cost.ours()),
                    Long.toString(cost.samples()),
                    Long.toString(cost.failed()));
        }
        out.append('\n');
    }

    private void starts(StringBuilder out) {
        if (!startTimes.isEmpty()) {
            out.append(startTimes.entrySet().stream()
                    .map(entry -> "%s %.2f s".formatted(entry.getKey(), entry.getValue()))
                    .collect(Collectors.joining(" · ", "Last start, as the logs tell: ", ".\n\n")));
        }
    }

    private void doubts(StringBuilder out) {
        for (var result : results) {
            if (result.measured().failed() > 0) {
                out.append("**Failed:** %s, %s: %d, the last with status %d.%n"
                        .formatted(
                                result.target(),
                                result.scenario(),
                                result.measured().failed(),
                                result.measured().lastFailure()));
            }
            if (result.otherCores() > 0.15) {
                out.append("**Disturbed:** %s, %s: other programs took %.2f cores.%n"
                        .formatted(result.target(), result.scenario(), result.otherCores()));
            }
        }
    }

    private boolean has(Scenario scenario) {
        return results.stream().anyMatch(result -> result.scenario() == scenario);
    }

    private LinkedHashSet<String> targets() {
        return results.stream().map(Result::target).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Optional<Result> result(String target, Scenario scenario) {
        return results.stream()
                .filter(result -> result.target().equals(target) && result.scenario() == scenario)
                .findFirst();
    }

    private String added(String target, Scenario scenario, double percentile) {
        if (target.equals(DIRECT)) {
            return "–";
        }
        var direct = result(DIRECT, scenario).orElseThrow().measured().latency();
        var through = result(target, scenario).orElseThrow().measured().latency();
        return number("%.2f", Measured.millis(through, percentile) - Measured.millis(direct, percentile));
    }

    private static String millis(Histogram histogram, double percentile) {
        return number("%.2f", Measured.millis(histogram, percentile));
    }

    private static String megabytes(Optional<Usage> usage) {
        return usage.map(held -> number("%.0f", held.rssKilobytes() / 1024.0)).orElse("–");
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) || Double.isInfinite(value) ? "–" : String.format(Locale.ROOT, format, value);
    }

    private static void row(StringBuilder out, String... cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
