package ru.xrouter.auth.oauth;

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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Set;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.Scope;
import ru.xrouter.auth.id.RandomIds;
import ru.xrouter.auth.metrics.AuthMetrics.Limit;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.auth.page.FormOrigin;
import ru.xrouter.auth.page.Pages;
import ru.xrouter.auth.page.UrlEncoding;
import ru.xrouter.auth.person.Entrance;
import ru.xrouter.auth.person.Sessions;
import ru.xrouter.auth.person.SignedIn;

/**
 * The page where a person types the code that a device shows, and decides. The code is always shown again and never decided by
 * following a link: whoever sends somebody such a link must not get their account by it.
 */
@Path("/device")
class DeviceResource {
    private static final int MOST_CODES = 10;

    private final Devices devices;
    private final ClientStore clients;
    private final CodeGuesses guesses;
    private final Sessions sessions;
    private final ConsentPage consents;
    private final Entrance entrance;
    private final Pages pages;
    private final FormOrigin forms;
    private final RandomIds ids;

    DeviceResource(
            Devices devices,
            ClientStore clients,
            CodeGuesses guesses,
            Sessions sessions,
            ConsentPage consents,
            Entrance entrance,
            Pages pages,
            FormOrigin forms,
            RandomIds ids) {
        this.devices = devices;
        this.clients = clients;
        this.guesses = guesses;
        this.sessions = sessions;
        this.consents = consents;
        this.entrance = entrance;
        this.pages = pages;
        this.forms = forms;
        this.ids = ids;
    }

    /** The templates, checked when the service is built. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance code(String typed, String fault);

        static native TemplateInstance decide(Question question, String fault);

        static native TemplateInstance done(boolean allowed);
    }

    /** What the person is asked. */
    public record Question(
            String code,
            String decider,
            String app,
            boolean selfRegistered,
            String account,
            Set<String> scopes,
            String from) {
        public boolean keys() {
            return scopes.contains(Scope.KEYS_MANAGE.wireName());
        }
    }

    @GET
    @RunOnVirtualThread
    public Response show(@Context HttpHeaders request, @RestQuery("user_code") @Nullable String code) {
        var typed = Objects.requireNonNullElse(code, "");
        return sessions.current(request).isEmpty()
                ? signInFirst(typed)
                : pages.page(request, Templates.code(typed.substring(0, Math.min(20, typed.length())), ""));
    }

    @POST
    @RunOnVirtualThread
    public Response typed(@Context HttpHeaders request, @RestForm("user_code") @Nullable String code) {
        forms.check(request);
        var signedIn = sessions.current(request);
        if (signedIn.isEmpty()) {
            return signInFirst(Objects.requireNonNullElse(code, ""));
        }
        if (!guesses.permitted(Limit.USER_CODES, signedIn.get().person().userId(), MOST_CODES)) {
            return pages.page(request, Templates.code("", "tooMany"), Response.Status.TOO_MANY_REQUESTS);
        }
        return ask(request, code, signedIn.get(), "");
    }

    @POST
    @Path("/decision")
    @RunOnVirtualThread
    public Response decide(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @RestForm("user_code") @Nullable String code,
            @RestForm("user") @Nullable String decider,
            @RestForm @Nullable String decision,
            @RestForm @Nullable String cap,
            @RestForm @Nullable String period) {
        var signedIn = consents.decider(request, decider);
        if (signedIn.isEmpty()) {
            return signInFirst(Objects.requireNonNullElse(code, ""));
        }
        if (!guesses.permitted(Limit.USER_CODES, signedIn.get().person().userId(), MOST_CODES)) {
            return pages.page(request, Templates.code("", "tooMany"), Response.Status.TOO_MANY_REQUESTS);
        }
        var asking = devices.asking(code);
        var client = asking.flatMap(device -> clients.find(device.clientId()));
        if (client.isEmpty()) {
            return unknown(request);
        }
        if (!"allow".equals(decision)) {
            devices.deny(code, signedIn.get().person(), client.get().clientId(), ClientAddress.of(connection));
            return pages.page(request, Templates.done(false));
        }
        var scopes = asking.orElseThrow().scopes();
        var spending = Spending.read(cap, period, scopes.contains(Scope.KEYS_MANAGE.wireName()));
        if (spending == null) {
            return ask(request, code, signedIn.get(), "badCap");
        }
        var person = signedIn.get().person();
        if (!person.mayGive(scopes)) {
            return entrance.notAllowed(request, signedIn.get());
        }
        var grant = new Grant(
                ids.next("grant"),
                client.get().clientId(),
                client.get().name(),
                person.userId(),
                Objects.requireNonNull(person.accountId()),
                scopes,
                spending.micros(),
                spending.period(),
                Instant.now().truncatedTo(ChronoUnit.MICROS));
        var allowed = devices.allow(code, grant, signedIn.get().signedInAt(), ClientAddress.of(connection));
        return allowed ? pages.page(request, Templates.done(true)) : unknown(request);
    }

    private Response ask(HttpHeaders request, @Nullable String code, SignedIn signedIn, String fault) {
        var asking = devices.asking(code);
        var client = asking.flatMap(device -> clients.find(device.clientId()));
        var person = signedIn.person();
        if (client.isEmpty()) {
            return unknown(request);
        }
        if (!person.mayGive(asking.orElseThrow().scopes())) {
            return entrance.notAllowed(request, signedIn);
        }
        var question = new Question(
                Objects.requireNonNull(code),
                person.decider(),
                client.get().name(),
                client.get().selfRegistered(),
                person.accountName(),
                asking.orElseThrow().scopes(),
                asking.orElseThrow().address());
        return pages.page(
                request,
                Templates.decide(question, fault),
                fault.isEmpty() ? Response.Status.OK : Response.Status.BAD_REQUEST);
    }

    private Response unknown(HttpHeaders request) {
        return pages.page(request, Templates.code("", "badUserCode"), Response.Status.BAD_REQUEST);
    }

    private static Response signInFirst(String code) {
        return Entrance.signInFirst(code.isEmpty() ? "/device" : "/device?user_code=" + UrlEncoding.urlEncoded(code));
    }
}
