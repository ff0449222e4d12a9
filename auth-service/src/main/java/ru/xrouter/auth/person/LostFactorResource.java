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
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.account.Permission;
import ru.xrouter.auth.factor.SecondFactors;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.auth.page.Pages;

/** Where operators take a lost second factor and the passkeys away. They show a code of their own, and never do it for themselves. */
@Path("/account/operator/second-factor")
class LostFactorResource {
    private final LostFactors lost;
    private final SecondFactors factors;
    private final Entrance entrance;
    private final Pages pages;

    LostFactorResource(LostFactors lost, SecondFactors factors, Entrance entrance, Pages pages) {
        this.lost = lost;
        this.factors = factors;
        this.entrance = entrance;
        this.pages = pages;
    }

    /** The template, checked when the service is built. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance lostFactor(
                SignedIn signedIn, String email, String reason, String fault, boolean done);
    }

    @GET
    @RunOnVirtualThread
    public Response show(@Context HttpHeaders request) {
        return entrance.operatorsPage(
                request,
                Permission.RESET_SECOND_FACTORS,
                signedIn -> pages.page(request, Templates.lostFactor(signedIn, "", "", "", false)));
    }

    @POST
    @RunOnVirtualThread
    public Response reset(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @RestForm @Nullable String email,
            @RestForm @Nullable String reason,
            @RestForm @Nullable String code) {
        return entrance.operatorsForm(request, Permission.RESET_SECOND_FACTORS, signedIn -> {
            var operator = signedIn.person();
            var address = ClientAddress.of(connection);
            var whose = People.email(email).filter(found -> !found.equals(operator.email()));
            var why = LostFactors.reason(reason);
            var fault = "";
            if (whose.isEmpty() || why.isEmpty()) {
                fault = whose.isEmpty() ? "badEmail" : "noReason";
            } else {
                fault = switch (factors.check(operator.userId(), Objects.requireNonNullElse(code, ""), address)) {
                    case WRONG -> "wrongCode";
                    case TOO_MANY -> "tooManyCodes";
                    case RIGHT ->
                        lost.reset(whose.get(), "operator " + operator.email(), why.get(), address)
                                ? ""
                                : "noSuchFactor";
                };
            }
            var page = Templates.lostFactor(signedIn, whose.orElse(""), why.orElse(""), fault, fault.isEmpty());
            return pages.page(request, page, status(fault));
        });
    }

    private static Response.Status status(String fault) {
        return switch (fault) {
            case "" -> Response.Status.OK;
            case "wrongCode" -> Response.Status.FORBIDDEN;
            case "tooManyCodes" -> Response.Status.TOO_MANY_REQUESTS;
            case "noSuchFactor" -> Response.Status.NOT_FOUND;
            default -> Response.Status.BAD_REQUEST;
        };
    }
}
