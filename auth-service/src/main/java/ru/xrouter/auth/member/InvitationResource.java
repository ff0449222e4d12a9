package ru.xrouter.auth.member;

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
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.auth.page.Pages;
import ru.xrouter.auth.person.Entrance;
import ru.xrouter.auth.person.Sessions;

/** Where the link of an invitation leads: whoever has the link sees it, only a person with the invited e-mail accepts it. */
@Path("/invitation")
class InvitationResource {
    private final Members members;
    private final Sessions sessions;
    private final Entrance entrance;
    private final Pages pages;

    InvitationResource(Members members, Sessions sessions, Entrance entrance, Pages pages) {
        this.members = members;
        this.sessions = sessions;
        this.entrance = entrance;
        this.pages = pages;
    }

    /** The templates, checked when the service is built. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        /** @param who "invited", "other" or "nobody" is signed in */
        static native TemplateInstance invitation(Invitation invitation, String token, String who);

        static native TemplateInstance gone();
    }

    @GET
    @RunOnVirtualThread
    public Response show(@Context HttpHeaders request, @RestQuery @Nullable String token) {
        var secret = Objects.requireNonNullElse(token, "");
        return members.invitation(secret)
                .map(invitation ->
                        pages.page(request, Templates.invitation(invitation, secret, who(request, invitation))))
                .orElseGet(() -> gone(request));
    }

    private String who(HttpHeaders request, Invitation invitation) {
        return sessions.current(request)
                .map(signedIn -> signedIn.person().email().equals(invitation.email()) ? "invited" : "other")
                .orElse("nobody");
    }

    @POST
    @RunOnVirtualThread
    public Response accept(
            @Context HttpHeaders request, @Context HttpServerRequest connection, @RestForm @Nullable String token) {
        return entrance.form(
                request,
                signedIn -> members.accept(
                                signedIn.person(), Objects.requireNonNullElse(token, ""), ClientAddress.of(connection))
                        .map(accepted -> {
                            sessions.actFor(signedIn, accepted.accountId());
                            return Pages.redirect("/account").build();
                        })
                        .orElseGet(() -> gone(request)));
    }

    private Response gone(HttpHeaders request) {
        return pages.page(request, Templates.gone(), Response.Status.BAD_REQUEST);
    }
}
