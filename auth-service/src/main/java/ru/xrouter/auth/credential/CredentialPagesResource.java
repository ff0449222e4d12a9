package ru.xrouter.auth.credential;

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
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.auth.account.Permission;
import ru.xrouter.auth.credential.CredentialCheck.Verdict;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.auth.page.Pages;
import ru.xrouter.auth.person.Attempts;
import ru.xrouter.auth.person.Entrance;
import ru.xrouter.auth.person.SignedIn;

/** The account's own credentials at the providers, for whoever manages its keys. */
@Path("/account/provider-credentials")
class CredentialPagesResource {
    private final ProviderCredentials credentials;
    private final CredentialCheck check;
    private final RouterTerms terms;
    private final Attempts attempts;
    private final Entrance entrance;
    private final Pages pages;

    CredentialPagesResource(
            ProviderCredentials credentials,
            CredentialCheck check,
            RouterTerms terms,
            Attempts attempts,
            Entrance entrance,
            Pages pages) {
        this.credentials = credentials;
        this.check = check;
        this.terms = terms;
        this.attempts = attempts;
        this.entrance = entrance;
        this.pages = pages;
    }

    /** The template, checked when the service is built. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance credentials(
                SignedIn signedIn,
                List<CredentialRow> rows,
                String feePercent,
                List<String> providers,
                CredentialForm form,
                String fault);
    }

    @GET
    @RunOnVirtualThread
    public Response show(@Context HttpHeaders request) {
        return entrance.page(
                request,
                Permission.MANAGE_KEYS,
                signedIn -> page(request, signedIn, CredentialForm.empty(), "", Response.Status.OK));
    }

    /** Tries the credential at the provider, and keeps it only when it is accepted. */
    @POST
    @RunOnVirtualThread
    public Response put(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @RestForm @Nullable String provider,
            @RestForm @Nullable String secret,
            @RestForm @Nullable String settings,
            @RestForm("allow_fallback") @Nullable String allowFallback) {
        return entrance.form(request, Permission.MANAGE_KEYS, signedIn -> {
            var form = CredentialForm.sent(provider, settings, allowFallback);
            var body = form.body(secret);
            if (body.isEmpty()) {
                return page(request, signedIn, form, "unreadable", Response.Status.BAD_REQUEST);
            }
            var address = ClientAddress.of(connection);
            if (attempts.tooMany(address)) {
                return page(request, signedIn, form, "tooMany", Response.Status.TOO_MANY_REQUESTS);
            }
            var verdict = check.ask(form.provider(), body.get().credential());
            if (verdict == Verdict.GOOD) {
                credentials.put(signedIn.person().account(), form.provider(), body.get(), by(signedIn, address));
                return toList();
            }
            attempts.count(address);
            return switch (verdict) {
                case NO_PROVIDER -> page(request, signedIn, form, "noProvider", Response.Status.BAD_REQUEST);
                case UNKNOWN -> page(request, signedIn, form, "unknown", Response.Status.SERVICE_UNAVAILABLE);
                default -> page(request, signedIn, form, "refused", Response.Status.BAD_REQUEST);
            };
        });
    }

    @POST
    @Path("/{provider}/fallback")
    @RunOnVirtualThread
    public Response choose(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @RestPath String provider,
            @RestForm("allow_fallback") @Nullable String allowFallback) {
        return entrance.form(request, Permission.MANAGE_KEYS, signedIn -> {
            var by = by(signedIn, ClientAddress.of(connection));
            credentials.choose(signedIn.person().account(), provider, "true".equals(allowFallback), by);
            return toList();
        });
    }

    /** Tries it at the provider again; what the provider says is noted, when it says something. */
    @POST
    @Path("/{provider}/check")
    @RunOnVirtualThread
    public Response check(
            @Context HttpHeaders request, @Context HttpServerRequest connection, @RestPath String provider) {
        return entrance.form(request, Permission.MANAGE_KEYS, signedIn -> {
            var address = ClientAddress.of(connection);
            if (attempts.tooMany(address)) {
                return page(request, signedIn, CredentialForm.empty(), "tooMany", Response.Status.TOO_MANY_REQUESTS);
            }
            attempts.count(address);
            credentials.find(signedIn.person().account(), provider).ifPresent(kept -> {
                var verdict = credentials
                        .opened(kept)
                        .map(credential -> check.ask(provider, credential))
                        .orElse(Verdict.REFUSED);
                if (verdict == Verdict.GOOD || verdict == Verdict.REFUSED) {
                    credentials.validated(kept, verdict == Verdict.GOOD);
                }
            });
            return toList();
        });
    }

    @POST
    @Path("/{provider}/remove")
    @RunOnVirtualThread
    public Response remove(
            @Context HttpHeaders request, @Context HttpServerRequest connection, @RestPath String provider) {
        return entrance.form(request, Permission.MANAGE_KEYS, signedIn -> {
            credentials.remove(signedIn.person().account(), provider, by(signedIn, ClientAddress.of(connection)));
            return toList();
        });
    }

    private Response page(
            HttpHeaders request, SignedIn signedIn, CredentialForm form, String fault, Response.Status status) {
        var now = terms.ask();
        var rows = credentials.of(signedIn.person().account()).stream()
                .map(kept -> CredentialRow.of(kept, settings(kept)))
                .toList();
        var page = Templates.credentials(
                signedIn,
                rows,
                now.map(RouterTerms.Terms::feePercent).orElse(""),
                now.map(RouterTerms.Terms::providers)
                        .orElse(rows.stream().map(CredentialRow::provider).toList()),
                form,
                fault);
        return pages.page(request, page, status);
    }

    private String settings(ProviderCredentialStore.Kept kept) {
        return credentials.opened(kept).map(CustomerCredential::settings).orElse(Map.of()).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(", "));
    }

    private static By by(SignedIn signedIn, String address) {
        return By.person(signedIn.person().userId(), address);
    }

    private static Response toList() {
        return Pages.redirect("/account/provider-credentials").build();
    }
}
