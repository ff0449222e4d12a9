package ru.xrouter.auth.apikey;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.auth.account.Permission;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.auth.page.Pages;
import ru.xrouter.auth.person.Entrance;
import ru.xrouter.auth.person.Person;
import ru.xrouter.auth.person.SignedIn;
import ru.xrouter.service.error.ApiErrorException;

/** API keys for people: those of the account for whoever manages them, one's own for everybody else. */
@Path("/account/keys")
class KeyPagesResource {
    private static final int LONGEST_OVERLAP_DAYS = 90;

    private final ApiKeys keys;
    private final Entrance entrance;
    private final Pages pages;

    KeyPagesResource(ApiKeys keys, Entrance entrance, Pages pages) {
        this.keys = keys;
        this.entrance = entrance;
        this.pages = pages;
    }

    /** The templates, checked when the service is built. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance keys(SignedIn signedIn, List<KeyRow> keys);

        static native TemplateInstance newKey(SignedIn signedIn, KeyForm form, String fault);

        static native TemplateInstance key(SignedIn signedIn, KeyRow key, KeyForm form, String fault);

        static native TemplateInstance secret(SignedIn signedIn, KeyRow key, String secret);
    }

    @GET
    @RunOnVirtualThread
    public Response list(@Context HttpHeaders request) {
        return entrance.page(request, Permission.MAKE_KEYS, signedIn -> {
            var now = Instant.now();
            var rows = keys.list(signedIn.person().account(), false, 0).stream()
                    .filter(key -> mayHandle(signedIn.person(), key))
                    .map(key -> KeyRow.of(key, now))
                    .toList();
            return pages.page(request, Templates.keys(signedIn, rows));
        });
    }

    @GET
    @Path("/new")
    @RunOnVirtualThread
    public Response newKey(@Context HttpHeaders request) {
        return entrance.page(
                request,
                Permission.MAKE_KEYS,
                signedIn -> pages.page(request, Templates.newKey(signedIn, KeyForm.empty(), "")));
    }

    @POST
    @RunOnVirtualThread
    public Response create(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            MultivaluedMap<String, String> fields) {
        return entrance.form(request, Permission.MAKE_KEYS, signedIn -> {
            var form = KeyForm.sent(fields);
            try {
                var account = signedIn.person().account();
                var made = keys.create(account, form.terms(), maker(signedIn, connection));
                return secret(request, signedIn, made);
            } catch (InvalidParameterException e) {
                return pages.page(request, Templates.newKey(signedIn, form, fault(e)), Response.Status.BAD_REQUEST);
            } catch (ApiErrorException e) {
                return pages.page(request, Templates.newKey(signedIn, form, fault(e)), Response.Status.FORBIDDEN);
            }
        });
    }

    @GET
    @Path("/{keyId}")
    @RunOnVirtualThread
    public Response show(@Context HttpHeaders request, @RestPath String keyId) {
        return entrance.page(
                request,
                Permission.MAKE_KEYS,
                signedIn -> mine(signedIn, keyId)
                        .map(key -> pages.page(request, page(signedIn, key, KeyForm.of(key.terms()), "")))
                        .orElseGet(KeyPagesResource::toList));
    }

    @POST
    @Path("/{keyId}")
    @RunOnVirtualThread
    public Response change(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @RestPath String keyId,
            MultivaluedMap<String, String> fields) {
        return entrance.form(
                request,
                Permission.MAKE_KEYS,
                signedIn -> mine(signedIn, keyId)
                        .map(key -> {
                            var form = KeyForm.sent(fields);
                            try {
                                keys.change(
                                        signedIn.person().account(), keyId, form::terms, maker(signedIn, connection));
                                return toList();
                            } catch (InvalidParameterException e) {
                                var page = page(signedIn, key, form, fault(e));
                                return pages.page(request, page, Response.Status.BAD_REQUEST);
                            } catch (ApiErrorException e) {
                                var page = page(signedIn, key, form, fault(e));
                                return pages.page(request, page, Response.Status.FORBIDDEN);
                            }
                        })
                        .orElseGet(KeyPagesResource::toList));
    }

    @POST
    @Path("/{keyId}/switch")
    @RunOnVirtualThread
    public Response disable(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @RestPath String keyId,
            @RestForm @Nullable String disabled) {
        return act(request, keyId, (signedIn, key) -> {
            var off = "true".equals(disabled);
            keys.change(
                    signedIn.person().account(), keyId, terms -> terms.withDisabled(off), maker(signedIn, connection));
            return toList();
        });
    }

    @POST
    @Path("/{keyId}/rotate")
    @RunOnVirtualThread
    public Response rotate(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @RestPath String keyId,
            @RestForm("overlap_days") @Nullable String overlapDays) {
        var days = Objects.requireNonNullElse(overlapDays, "1");
        var overlap = days.matches("[0-9]{1,2}") ? Math.min(Integer.parseInt(days), LONGEST_OVERLAP_DAYS) : 1;
        return act(
                request,
                keyId,
                (signedIn, key) -> secret(
                        request,
                        signedIn,
                        keys.rotate(
                                signedIn.person().account(),
                                keyId,
                                Duration.ofDays(overlap),
                                maker(signedIn, connection))));
    }

    @POST
    @Path("/{keyId}/revoke")
    @RunOnVirtualThread
    public Response revoke(
            @Context HttpHeaders request, @Context HttpServerRequest connection, @RestPath String keyId) {
        return act(request, keyId, (signedIn, key) -> {
            keys.revoke(signedIn.person().account(), keyId, maker(signedIn, connection));
            return toList();
        });
    }

    /** What a button does with a key that is the person's to handle. */
    private interface Act {
        Response on(SignedIn signedIn, KeyDescription key);
    }

    private Response act(HttpHeaders request, String keyId, Act act) {
        return entrance.form(request, Permission.MAKE_KEYS, signedIn -> {
            var key = mine(signedIn, keyId);
            if (key.isEmpty()) {
                return toList();
            }
            try {
                return act.on(signedIn, key.get());
            } catch (ApiErrorException _) {
                return entrance.notAllowed(request, signedIn);
            }
        });
    }

    /** A living key of the account, if it is the person's to handle; nobody learns of any other. */
    private Optional<KeyDescription> mine(SignedIn signedIn, String keyId) {
        return keys.find(signedIn.person().account(), keyId)
                .filter(key -> key.revokedAt() == null && mayHandle(signedIn.person(), key));
    }

    private static boolean mayHandle(Person person, KeyDescription key) {
        return person.role() != null && KeyRights.mayHandle(person.role(), person.userId(), key.madeBy());
    }

    private Response secret(HttpHeaders request, SignedIn signedIn, KeyShownOnce made) {
        return pages.page(request, Templates.secret(signedIn, KeyRow.of(made.data(), Instant.now()), made.key()));
    }

    private static TemplateInstance page(SignedIn signedIn, KeyDescription key, KeyForm form, String fault) {
        return Templates.key(signedIn, KeyRow.of(key, Instant.now()), form, fault);
    }

    private static Maker maker(SignedIn signedIn, HttpServerRequest connection) {
        return new Maker.Person(signedIn.person().userId(), ClientAddress.of(connection));
    }

    private static Response toList() {
        return Pages.redirect("/account/keys").build();
    }

    /** The field at fault. */
    private static String fault(InvalidParameterException e) {
        var param = Objects.requireNonNullElse(e.param(), "name");
        return switch (param) {
            case "limit_reset" -> "limit";
            case String item when item.contains("[") -> item.substring(0, item.indexOf('['));
            default -> param;
        };
    }

    private static String fault(ApiErrorException e) {
        var field = e.error().param();
        return field == null ? Objects.requireNonNullElse(e.error().code(), "role_not_sufficient") : field;
    }
}
