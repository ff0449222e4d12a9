package ru.xrouter.service.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.prometheus.client.exemplars.DefaultExemplarSampler;
import io.prometheus.client.exemplars.Exemplar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class TracesTest {
    private static final String CALLERS = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final List<SpanData> ended = new ArrayList<>();
    private final Traces traces = Traces.by(SdkTracerProvider.builder()
            .setSampler(Sampler.parentBased(Sampler.alwaysOff()))
            .addSpanProcessor(SimpleSpanProcessor.create(new SpanExporter() {
                @Override
                public CompletableResultCode export(Collection<SpanData> spans) {
                    ended.addAll(spans);
                    return CompletableResultCode.ofSuccess();
                }

                @Override
                public CompletableResultCode flush() {
                    return CompletableResultCode.ofSuccess();
                }

                @Override
                public CompletableResultCode shutdown() {
                    return CompletableResultCode.ofSuccess();
                }
            }))
            .build()
            .get("test"));

    @Test
    void goesOnWithTheCallersTraceFromHopToHop() {
        // When
        var gateway = traces.serving("gateway", CALLERS);
        var router = traces.serving("router", gateway.traceparent("otherwise"));
        var attempt = router.calling("attempt").with("model", "m").with("tokens", 7);
        var adapter = traces.serving("adapter", attempt.traceparent("otherwise"));
        adapter.failed("timed_out");
        attempt.end();
        router.end();
        gateway.end();
        // Then
        assertThat(ended).extracting(SpanData::getName).containsExactly("adapter", "attempt", "router", "gateway");
        assertThat(ended).extracting(SpanData::getTraceId).containsOnly("0af7651916cd43dd8448eb211c80319c");
        assertThat(ended.get(3).getParentSpanId()).isEqualTo("b7ad6b7169203331");
        for (int i = 0; i < 3; i++) {
            assertThat(ended.get(i).getParentSpanId())
                    .isEqualTo(ended.get(i + 1).getSpanId());
        }
        assertThat(ended.getFirst().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @Test
    void keepsNothingThatTheCallerDoesNotKeep() {
        // When
        var trace = traces.serving("gateway", CALLERS.replaceFirst("01$", "00"));
        trace.end();
        // Then
        assertThat(ended).isEmpty();
        assertThat(trace.traceparent("otherwise"))
                .startsWith("00-0af7651916cd43dd8448eb211c80319c-")
                .endsWith("-00");
    }

    @Test
    void beginsATraceWhereTheHeaderIsNone() {
        assertThat(traces.serving("gateway", "00-zz").traceparent("otherwise"))
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]");
    }

    @Test
    void aMeasurementNamesItsTraceAsAnExample() {
        // Given
        var sampler = new DefaultExemplarSampler(new Measured());
        var examples = new ArrayList<Exemplar>();
        // When
        traces.serving("gateway", CALLERS).measure(() -> examples.add(sampler.sample(0.001, 0, 0.005, null)));
        // Then
        assertThat(examples).hasSize(1);
        assertThat(examples.getFirst().getLabelValue(0) + examples.getFirst().getLabelValue(1))
                .contains("0af7651916cd43dd8448eb211c80319c");
        assertThat(sampler.sample(0.001, 0, 0.005, null)).isNull();
    }

    @Test
    void makesNothingWhileOff() {
        // Given
        var trace = Traces.off().serving("gateway", CALLERS);
        // Then
        assertThat(trace).isSameAs(Trace.off()).isSameAs(trace.calling("attempt"));
        assertThat(trace.isOff()).isTrue();
        assertThat(trace.traceparent("otherwise")).isEqualTo("otherwise");
    }
}
