package ru.xrouter.gateway.limit;

import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import ru.xrouter.gateway.exchange.GatewayMetrics;
import ru.xrouter.gateway.limit.Grant.Verdict;

/** Counts what the limits decide, by who holds them. */
final class LimitDecisions {
    private final Map<LimitMode, Map<Verdict, Counter>> counters = new EnumMap<>(LimitMode.class);

    LimitDecisions(GatewayMetrics metrics, Supplier<LimitMode> mode) {
        for (var each : LimitMode.values()) {
            counters.put(each, counters(metrics, each));
        }
        metrics.gauge(
                "xrouter_gateway_limit_mode_local",
                "1 while this gateway holds limits by itself because Redis does not answer",
                () -> mode.get() == LimitMode.LOCAL ? 1 : 0);
    }

    private static Map<Verdict, Counter> counters(GatewayMetrics metrics, LimitMode mode) {
        var byVerdict = new EnumMap<Verdict, Counter>(Verdict.class);
        for (var verdict : Verdict.values()) {
            byVerdict.put(
                    verdict,
                    metrics.counter(
                            "xrouter_gateway_limit_decisions_total",
                            "mode",
                            mode.wireName(),
                            "verdict",
                            verdict.name().toLowerCase(Locale.ROOT)));
        }
        return byVerdict;
    }

    void count(LimitMode by, Verdict verdict) {
        Objects.requireNonNull(Objects.requireNonNull(counters.get(by)).get(verdict))
                .increment();
    }
}
