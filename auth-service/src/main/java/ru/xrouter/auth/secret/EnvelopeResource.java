package ru.xrouter.auth.secret;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.arc.All;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import ru.xrouter.auth.audit.ActKind;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.auth.page.ClientAddress;

/** Moves everything sealed to the current envelope key, so that those before it can be taken away; for operators. */
@Path("/internal/envelope/reseal")
class EnvelopeResource {
    private final Envelope envelope;
    private final List<SealedRows> rows;
    private final AuditLog audit;

    EnvelopeResource(Envelope envelope, @All List<SealedRows> rows, AuditLog audit) {
        this.envelope = envelope;
        this.rows = rows;
        this.audit = audit;
    }

    @POST
    @RunOnVirtualThread
    public Resealed reseal(@Context HttpServerRequest connection) {
        var counts = new TreeMap<String, Integer>();
        rows.forEach(some -> counts.put(some.name(), some.reseal()));
        audit.add(
                ActKind.RESEALED_SECRETS,
                null,
                null,
                AuditLog.OPERATOR,
                "%s %s".formatted(envelope.keyId(), counts),
                ClientAddress.of(connection));
        return new Resealed(envelope.keyId(), counts);
    }

    /** The key that everything readable is under now, and how many rows were not before. */
    record Resealed(
            @JsonProperty("envelope_key") String envelopeKey,
            @JsonProperty("resealed") Map<String, Integer> resealed) {}
}
