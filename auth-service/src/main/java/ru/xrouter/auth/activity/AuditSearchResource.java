package ru.xrouter.auth.activity;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.auth.activity.ActivityResource.Activity;
import ru.xrouter.auth.audit.ActKind;
import ru.xrouter.auth.audit.AuditLog;

/** Everybody's audit log, to be searched; for operators. */
@Path("/internal/audit-events")
class AuditSearchResource {
    private static final int MOST = 200;

    private final AuditLog audit;

    AuditSearchResource(AuditLog audit) {
        this.audit = audit;
    }

    /**
     * @param user an id or an e-mail
     * @param since a time of RFC 3339
     */
    @GET
    @RunOnVirtualThread
    public AuditEventsResource.Events search(
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
        return AuditEventsResource.Events.of(Activity.of(audit.all(search, Activity.end(before), atMost), atMost));
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
}
