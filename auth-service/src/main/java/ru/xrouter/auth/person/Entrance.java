package ru.xrouter.auth.person;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.account.Permission;
import ru.xrouter.auth.account.Role;
import ru.xrouter.auth.page.FormOrigin;
import ru.xrouter.auth.page.Pages;
import ru.xrouter.auth.page.SiteConfig;
import ru.xrouter.auth.page.UrlEncoding;

/** Lets people in: to pages, and to what forms do. Who is not signed in is sent to sign in, who may not is told so. */
@Singleton
public class Entrance {
    private final Sessions sessions;
    private final Pages pages;
    private final FormOrigin forms;
    private final List<String> operators;

    Entrance(Sessions sessions, Pages pages, FormOrigin forms, SiteConfig site) {
        this.sessions = sessions;
        this.pages = pages;
        this.forms = forms;
        operators = site.operators().orElse(List.of()).stream()
                .map(email -> email.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** The template, checked when the service is built. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance notAllowed(SignedIn signedIn);
    }

    /** Whoever has to sign in first, and is taken to a path of ours afterwards. */
    public static Response signInFirst(String back) {
        return Pages.redirect("/sign-in?return_to=" + UrlEncoding.urlEncoded(back))
                .build();
    }

    /** A page for whoever is signed in. */
    public Response page(HttpHeaders request, Function<SignedIn, Response> page) {
        return sessions.current(request)
                .map(page)
                .orElseGet(() -> Pages.redirect("/sign-in").build());
    }

    /** A page for whoever may do this in their account. */
    public Response page(HttpHeaders request, Permission needed, Function<SignedIn, Response> page) {
        return page(
                request,
                signedIn -> signedIn.person().may(needed) ? page.apply(signedIn) : notAllowed(request, signedIn));
    }

    /**
     * A page about an account, by default the person's own, for whoever may do this in it; operators may look into others.
     *
     * @param page is told the account too
     */
    public Response page(
            HttpHeaders request,
            @Nullable String asked,
            Permission needed,
            BiFunction<SignedIn, String, Response> page) {
        return page(request, signedIn -> {
            var own = signedIn.person().accountId();
            var account = asked == null || asked.isEmpty() ? own : asked;
            var allowed = Objects.equals(account, own)
                    ? signedIn.person().may(needed)
                    : operator(signedIn) && Role.OPERATOR.may(needed);
            return account != null && allowed ? page.apply(signedIn, account) : notAllowed(request, signedIn);
        });
    }

    /** A page for operators who may do this, whatever account they belong to. */
    public Response operatorsPage(HttpHeaders request, Permission needed, Function<SignedIn, Response> page) {
        return page(
                request,
                signedIn -> operator(signedIn) && Role.OPERATOR.may(needed)
                        ? page.apply(signedIn)
                        : notAllowed(request, signedIn));
    }

    /** What a form of ours does, for operators who may do this. */
    public Response operatorsForm(HttpHeaders request, Permission needed, Function<SignedIn, Response> act) {
        forms.check(request);
        return operatorsPage(request, needed, act);
    }

    /** Whether an operator is here, in a session that began with a second factor. */
    public boolean operator(SignedIn signedIn) {
        return signedIn.bySecondFactor() && operators.contains(signedIn.person().email());
    }

    /** What a form of ours does, for whoever is signed in. */
    public Response form(HttpHeaders request, Function<SignedIn, Response> act) {
        forms.check(request);
        return page(request, act);
    }

    /** What a form of ours does, for whoever may do this in their account. */
    public Response form(HttpHeaders request, Permission needed, Function<SignedIn, Response> act) {
        forms.check(request);
        return page(request, needed, act);
    }

    public Response notAllowed(HttpHeaders request, SignedIn signedIn) {
        return pages.page(request, Templates.notAllowed(signedIn), Response.Status.FORBIDDEN);
    }
}
