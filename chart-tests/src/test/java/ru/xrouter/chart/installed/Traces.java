package ru.xrouter.chart.installed;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** What a collector was sent of generations. */
record Traces(Collector collector) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PROVIDER = "gen_ai.provider.name";
    private static final String MODEL = "gen_ai.request.model";

    /** One trace leads from the gateway to the call of the provider, which is told by the conventions for generative AI. */
    void assertOneOf(String provider, String model) throws InterruptedException {
        var call = await(seen -> seen.service().equals("provider-" + provider.toLowerCase(Locale.ROOT))
                && seen.span().getKind() == SpanKind.SPAN_KIND_CLIENT
                && seen.attribute(MODEL).equals(model));
        assertThat(call.span().getName()).isEqualTo("chat " + model);
        assertThat(call.attribute("gen_ai.operation.name")).isEqualTo("chat");
        assertThat(call.attribute(PROVIDER)).isEqualTo(provider);
        assertThat(call.attribute("gen_ai.usage.input_tokens")).matches("[1-9]\\d*");
        assertThat(call.attribute("gen_ai.usage.output_tokens")).matches("[1-9]\\d*");
        var adapter = parent(call);
        assertThat(adapter.service()).isEqualTo(call.service());
        assertThat(adapter.span().getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
        var attempt = parent(adapter);
        assertThat(attempt.service()).isEqualTo("router-service");
        assertThat(attempt.span().getKind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
        assertThat(attempt.attribute(PROVIDER)).isEqualTo(provider);
        assertThat(attempt.attribute(MODEL)).isEqualTo(model);
        var router = parent(attempt);
        assertThat(router.service()).isEqualTo("router-service");
        assertThat(router.attribute("xrouter.outcome")).isEqualTo("answered");
        assertThat(router.attribute("gen_ai.response.model")).isEqualTo(model);
        var gateway = parent(router);
        assertThat(gateway.service()).isEqualTo("gateway-service");
        assertThat(gateway.attribute("http.response.status_code")).isEqualTo("200");
        assertThat(gateway.attribute("xrouter.generation.id"))
                .startsWith("gen-")
                .isEqualTo(router.attribute("xrouter.generation.id"));
        assertThat(gateway.parent()).isEmpty();
        assertThat(List.of(gateway, router, attempt, adapter, call))
                .extracting(Collector.Seen::trace)
                .containsOnly(call.trace());
    }

    /** No span says any of these, wherever it could. */
    void assertNothingOf(Collection<String> secrets) {
        assertThat(collector.spans())
                .hasSizeGreaterThan(5)
                .allSatisfy(seen -> assertThat(seen.text()).doesNotContain(secrets));
    }

    /** Some measurement among these metrics names one of the traces as its example. */
    void assertNamedIn(String metrics) {
        assertThat(metrics.lines()
                        .filter(line -> collector.spans().stream()
                                .anyMatch(seen -> line.contains("trace_id=\"%s\"".formatted(seen.trace())))))
                .isNotEmpty();
    }

    private Collector.Seen parent(Collector.Seen seen) throws InterruptedException {
        return await(other -> other.id().equals(seen.parent()));
    }

    private Collector.Seen await(Predicate<Collector.Seen> wanted) throws InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<Collector.Seen> found =
                    collector.spans().stream().filter(wanted).findFirst();
            if (found.isPresent() || System.nanoTime() > end) {
                return found.orElseThrow(() -> new AssertionError("no such span among "
                        + collector.spans().stream().map(Collector.Seen::text).toList()));
            }
            Thread.sleep(100);
        }
    }
}
