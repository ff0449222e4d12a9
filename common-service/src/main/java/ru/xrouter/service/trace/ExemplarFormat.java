package ru.xrouter.service.trace;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets any Prometheus see exemplars while traces are on. It asks for several formats, the one that has exemplars first; the platform answers in plain text,
 * which has none, as soon as that is among them, and where it does not, with exemplars that OpenMetrics does not allow and older versions refuse.
 */
@Singleton
@SuppressWarnings("deprecation") // The platform's registry is still this one.
class ExemplarFormat {
    private static final String METRICS = "/q/metrics";
    private static final String OPEN_METRICS = "application/openmetrics-text";
    private static final int BEFORE_THE_PLATFORM = -1_000;
    /** Only buckets and totals may name an example. */
    private static final Pattern EXAMPLE_OF_A_COUNT =
            Pattern.compile("(?m)^(\\w+_count(?:\\{[^\\n]*})? \\S+) # \\{.*$");

    private final TraceConfig config;
    private final Instance<PrometheusMeterRegistry> registry;

    ExemplarFormat(TraceConfig config, Instance<PrometheusMeterRegistry> registry) {
        this.config = config;
        this.registry = registry;
    }

    void offer(@Observes ManagementInterface management) {
        if (config.enabled()) {
            management.router().get(METRICS).order(BEFORE_THE_PLATFORM).blockingHandler(this::answer);
        }
    }

    private void answer(RoutingContext scrape) {
        if (!understood(scrape.request().getHeader(HttpHeaders.ACCEPT))) {
            scrape.next();
            return;
        }
        scrape.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, TextFormat.CONTENT_TYPE_OPENMETRICS_100)
                .end(allowed(registry.get().scrape(TextFormat.CONTENT_TYPE_OPENMETRICS_100)));
    }

    static boolean understood(@Nullable String accepted) {
        return accepted != null && accepted.contains(OPEN_METRICS);
    }

    static String allowed(String metrics) {
        return EXAMPLE_OF_A_COUNT.matcher(metrics).replaceAll("$1");
    }
}
