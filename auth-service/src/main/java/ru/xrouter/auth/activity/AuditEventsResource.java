package ru.xrouter.auth.activity;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.activity.ActivityResource.Activity;
import ru.xrouter.auth.audit.AuditLog;

/** An account's audit log; for operators. */
@Path("/internal/accounts/{accountId}/audit-events")
class AuditEventsResource {
    private final AuditLog audit;

    AuditEventsResource(AuditLog audit) {
        this.audit = audit;
    }

    @GET
    @RunOnVirtualThread
    public Events list(@RestPath String accountId, @RestQuery @Nullable String before) {
        return Events.of(Activity.read(audit, accountId, before));
    }

    /** A page of the log, the newest first; {@code next} is the {@code before} of the one after. */
    record Events(
            @JsonProperty("data") List<Line> data,
            @JsonProperty("next") @Nullable String next) {
        static Events of(Activity page) {
            return new Events(
                    page.events().stream().map(Line::of).toList(), page.older().isEmpty() ? null : page.older());
        }
    }

    /** One event. */
    record Line(
            @JsonProperty("at") Instant at,
            @JsonProperty("act") String act,
            @JsonProperty("account_id") @Nullable String accountId,
            @JsonProperty("user_id") @Nullable String userId,
            @JsonProperty("who") @Nullable String who,
            @JsonProperty("via") @Nullable String via,
            @JsonProperty("subject") @Nullable String subject,
            @JsonProperty("address") @Nullable String address) {
        static Line of(AuditLog.Event event) {
            return new Line(
                    event.at(),
                    event.act(),
                    event.accountId(),
                    event.userId(),
                    event.who(),
                    event.via(),
                    event.subject(),
                    event.address());
        }
    }
}
