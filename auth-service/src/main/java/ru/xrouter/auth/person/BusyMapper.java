package ru.xrouter.auth.person;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import ru.xrouter.auth.page.Pages;

/** Asks whoever came while too many passwords were looked at to come again. */
@Singleton
public class BusyMapper {
    private static final int SOON_SECONDS = 5;

    private final Pages pages;

    BusyMapper(Pages pages) {
        this.pages = pages;
    }

    /** The template, checked when the service is built. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance busy();
    }

    @ServerExceptionMapper
    public Response busy(Passwords.Busy busy, HttpHeaders request) {
        var page = pages.page(request, Templates.busy(), Response.Status.SERVICE_UNAVAILABLE);
        return Response.fromResponse(page)
                .header(HttpHeaders.RETRY_AFTER, SOON_SECONDS)
                .build();
    }
}
