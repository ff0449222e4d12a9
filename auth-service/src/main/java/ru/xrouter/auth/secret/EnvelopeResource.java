package ru.xrouter.auth.secret;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.arc.All;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Moves everything sealed to the current envelope key, so that those before it can be taken away; for operators. */
@Path("/internal/envelope/reseal")
class EnvelopeResource {
    private final Envelope envelope;
    private final List<SealedRows> rows;

    EnvelopeResource(Envelope envelope, @All List<SealedRows> rows) {
        this.envelope = envelope;
        this.rows = rows;
    }

    @POST
    @RunOnVirtualThread
    public Resealed reseal() {
        var counts = new TreeMap<String, Integer>();
        rows.forEach(some -> counts.put(some.name(), some.reseal()));
        return new Resealed(envelope.keyId(), counts);
    }

    /** The key that everything readable is under now, and how many rows were not before. */
    record Resealed(
            @JsonProperty("envelope_key") String envelopeKey,
            @JsonProperty("resealed") Map<String, Integer> resealed) {}
}
