package ru.xrouter.service.trace;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** Whether and where spans are sent. */
@ConfigMapping(prefix = "xrouter.traces")
public interface TraceConfig {
    /** Off costs nothing: a caller's trace is passed on to the provider, and no span is made. */
    @WithDefault("false")
    boolean enabled();

    /** Where a collector takes OTLP over gRPC. */
    @WithDefault("http://localhost:4317")
    URI endpoint();

    /** The share of new traces that is kept; a caller's own trace is kept when the caller keeps it. */
    @WithDefault("0.1")
    double ratio();
}
