package ru.xrouter.auth.activity;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.auth.activity.ActivityResource.Activity;
import ru.xrouter.auth.audit.ActKind;
import ru.xrouter.auth.audit.AuditLog;

/** The audit log, of one account and of everybody; for operators. */
@Path("/internal")
class AuditEventsResource {
    private static final int MOST = 200;

    private final AuditLog audit;

    AuditEventsResource(AuditLog audit) {
        this.audit = audit;
    }

    @GET
    @Path("/accounts/{accountId}/audit-events")
    @RunOnVirtualThread
    public Events ofAccount(@RestPath String accountId, @RestQuery @Nullable String before) {
        return Events.of(Activity.read(audit, accountId, before));
    }

    /**
     * @param user an id or an e-mail
     * @param since a time of RFC 3339
     */
    @GET
    @Path("/audit-events")
    @RunOnVirtualThread
    public Events all(
            @RestQuery @Nullable String account,
            @RestQuery @Nullable String user,
            @RestQuery @Nullable String act,
            @RestQuery @Nullable String since,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable String limit) {
        var search = new AuditLog.Search(
                account,
                user == null ? null : user.toLowerCase(Locale.ROOT),
                act == null ? null : ActKind.named(act).orElseThrow(() -> invalid("act", "is no act")),
                since == null ? null : time(since));
        var atMost = limit == null ? Activity.AT_ONCE : number(limit);
        return Events.of(Activity.of(audit.all(search, Activity.end(before), atMost), atMost));
    }

    private static Instant time(String since) {
        try {
            return OffsetDateTime.parse(since).toInstant();
        } catch (DateTimeException _) {
            throw invalid("since", "must be a time such as 2026-11-27T00:00:00Z");
        }
    }

    private static int number(String limit) {
        var number = limit.matches("[0-9]{1,3}") ? Integer.parseInt(limit) : 0;
        if (number < 1 || number > MOST) {
            throw invalid("limit", "must be a number from 1 to %d".formatted(MOST));
        }
        return number;
    }

    private static InvalidParameterException invalid(String param, String why) {
        return new InvalidParameterException(param, "invalid_value", "'%s' %s.".formatted(param, why));
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
