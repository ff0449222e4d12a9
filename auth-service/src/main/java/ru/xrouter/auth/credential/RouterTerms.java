package ru.xrouter.auth.credential;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import ru.xrouter.service.call.ServiceCalls;
import ru.xrouter.service.call.ServiceCalls.Outcome;

/** For which providers customers can bring credentials, and at what fee, as router-service says. */
@Singleton
class RouterTerms {
    private static final Logger LOG = Logger.getLogger(RouterTerms.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int OK = 200;

    private final ServiceCalls calls;
    private final URI router;

    RouterTerms(ServiceCalls calls, RouterLinkConfig config) {
        this.calls = calls;
        this.router = config.routerUrl();
    }

    /** @param feePercent of the price, as people write it */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Terms(
            @JsonProperty(value = "fee_percent", required = true)
            String feePercent,

            @JsonProperty(value = "providers", required = true)
            List<String> providers) {}

    /** Empty while the router cannot say. Waits for it; not to be called on an event loop. */
    Optional<Terms> ask() {
        return switch (calls.get(router + "/internal/own-credentials", PATIENCE)) {
            case Outcome.Answered(var status, var body) -> read(status, body);
            case Outcome.Failed(var kind) -> {
                LOG.warnf("The router does not tell the terms of customers' credentials, failure=%s", kind);
                yield Optional.empty();
            }
        };
    }

    private static Optional<Terms> read(int status, Buffer body) {
        try {
            return status == OK ? Optional.of(JSON.readValue(body.getBytes(), Terms.class)) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
