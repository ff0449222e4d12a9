package ru.xrouter.auth.person;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.outside.OutsidePending;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.auth.page.FormOrigin;
import ru.xrouter.auth.page.HostCookie;
import ru.xrouter.auth.page.Pages;
import ru.xrouter.auth.page.SiteConfig;
import ru.xrouter.auth.person.OutsideArrivals.Arrival;

/** Where newcomers from a provider that does not vouch for their e-mail confirm it, in the browser in which they came. */
@Path("/sign-in/confirm")
class OutsideConfirmResource {
    private final OutsideArrivals outside;
    private final Arrivals arrivals;
    private final Pages pages;
    private final FormOrigin forms;
    private final HostCookie cookie;

    OutsideConfirmResource(OutsideArrivals outside, Arrivals arrivals, Pages pages, FormOrigin forms, SiteConfig site) {
        this.outside = outside;
        this.arrivals = arrivals;
        this.pages = pages;
        this.forms = forms;
        this.cookie = new HostCookie(OutsideResource.MAIL_COOKIE, site);
    }

    /** The template, checked when the service is built. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance confirm(String token);
    }

    /** Programs that look through e-mails follow links; only a person presses the button. */
    @GET
    @RunOnVirtualThread
    public Response ask(@Context HttpHeaders request, @RestQuery @Nullable String token) {
        return pages.page(request, Templates.confirm(Objects.requireNonNullElse(token, "")));
    }

    @POST
    @RunOnVirtualThread
    public Response confirm(
            @Context HttpHeaders request, @Context HttpServerRequest connection, @RestForm @Nullable String token) {
        forms.check(request);
        var address = ClientAddress.of(connection);
        var halves = new OutsidePending.Halves(
                Objects.requireNonNullElse(token, ""), cookie.of(request).orElse(""));
        return outside.confirm(halves, address)
                .map(joined -> joined.arrival() instanceof Arrival.Known(var userId)
                        ? arrivals.letIn(request, userId, joined.returnTo(), joined.provider(), address)
                                .cookie(cookie.none())
                                .build()
                        : pages.page(
                                request,
                                OutsideResource.Templates.trouble("taken", "/sign-in"),
                                Response.Status.CONFLICT))
                .orElseGet(() -> pages.page(
                        request, OutsideResource.Templates.trouble("stale", "/sign-in"), Response.Status.BAD_REQUEST));
    }
}
