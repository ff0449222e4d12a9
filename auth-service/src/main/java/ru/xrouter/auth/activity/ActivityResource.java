package ru.xrouter.auth.activity;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.account.Permission;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.auth.page.Pages;
import ru.xrouter.auth.person.Entrance;
import ru.xrouter.auth.person.SignedIn;

/** The account's audit log as a page. */
@Path("/account/audit")
class ActivityResource {
    private final AuditLog audit;
    private final Entrance entrance;
    private final Pages pages;

    ActivityResource(AuditLog audit, Entrance entrance, Pages pages) {
        this.audit = audit;
        this.entrance = entrance;
        this.pages = pages;
    }

    /** The template, checked when the service is built. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance activity(SignedIn signedIn, String accountId, Activity activity, boolean notes);
    }

    @GET
    @RunOnVirtualThread
    public Response show(
            @Context HttpHeaders request, @RestQuery @Nullable String account, @RestQuery @Nullable String before) {
        return entrance.page(request, account, Permission.READ_AUDIT_LOG, (signedIn, accountId) -> {
            var activity = Activity.read(audit, accountId, before);
            return pages.page(request, Templates.activity(signedIn, accountId, activity, entrance.operator(signedIn)));
        });
    }

    /** A page of the log, and where the next one begins. */
    public record Activity(List<AuditLog.Event> events, String older) {
        static final int AT_ONCE = 50;

        static Activity read(AuditLog audit, String accountId, @Nullable String before) {
            return of(audit.ofAccount(accountId, end(before), AT_ONCE), AT_ONCE);
        }

        static long end(@Nullable String before) {
            return before != null && before.matches("[0-9]{1,18}") ? Long.parseLong(before) : Long.MAX_VALUE;
        }

        static Activity of(List<AuditLog.Event> events, int atMost) {
            return new Activity(
                    events,
                    events.size() < atMost
                            ? ""
                            : String.valueOf(events.getLast().eventId()));
        }
    }
}
