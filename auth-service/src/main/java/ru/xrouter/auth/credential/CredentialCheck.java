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
import org.jboss.logging.Logger;
import ru.xrouter.api.access.OwnCredential;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.service.call.ServiceCalls;
import ru.xrouter.service.call.ServiceCalls.Outcome;

/** Tries a credential at its provider, by way of the router and the provider's adapter. */
@Singleton
class CredentialCheck {
    private static final Logger LOG = Logger.getLogger(CredentialCheck.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final ServiceCalls calls;
    private final URI router;

    CredentialCheck(ServiceCalls calls, RouterLinkConfig config) {
        this.calls = calls;
        this.router = config.routerUrl();
    }

    /** What came of it. */
    enum Verdict {
        GOOD,
        REFUSED,
        /** There is no such provider, or it takes no credentials of customers. */
        NO_PROVIDER,
        /** Nobody could say at the moment. */
        UNKNOWN
    }

    /** Waits for the provider; not to be called on an event loop. */
    Verdict ask(String provider, CustomerCredential credential) {
        if (!OwnCredential.isProvider(provider)) {
            return Verdict.NO_PROVIDER;
        }
        var address = "%s/internal/providers/%s/credentials/validate".formatted(router, provider);
        return switch (calls.post(address, Buffer.buffer(credential.json()), PATIENCE)) {
            case Outcome.Answered(var status, var body) -> verdict(status, body);
            case Outcome.Failed(var kind) -> {
                LOG.warnf("A credential could not be checked, provider=%s, failure=%s", provider, kind);
                yield Verdict.UNKNOWN;
            }
        };
    }

    private static Verdict verdict(int status, Buffer body) {
        return switch (status) {
            case OK -> read(body);
            case NOT_FOUND -> Verdict.NO_PROVIDER;
            default -> Verdict.UNKNOWN;
        };
    }

    private static Verdict read(Buffer body) {
        try {
            return JSON.readValue(body.getBytes(), Validity.class).valid() ? Verdict.GOOD : Verdict.REFUSED;
        } catch (IOException _) {
            return Verdict.UNKNOWN;
        }
    }

    /** What an adapter says. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Validity(
            @JsonProperty(value = "valid", required = true) boolean valid) {}
}
