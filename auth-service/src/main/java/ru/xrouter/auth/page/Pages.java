package ru.xrouter.auth.page;

import io.quarkus.qute.TemplateInstance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns templates into responses: the reader's language, no scripts, no framing, no caching. */
@Singleton
public class Pages {
    private static final Locale RUSSIAN = Locale.of("ru");
    private static final int SEE_OTHER = 303;
    private static final List<String> BACK =
            List.of("/authorize?", "/auth?", "/device?user_code=", "/invitation?", "/account/security/email/confirm?");

    public Response page(HttpHeaders request, TemplateInstance page) {
        return page(request, page, Response.Status.OK, null);
    }

    public Response page(HttpHeaders request, TemplateInstance page, Response.Status status) {
        return page(request, page, status, null);
    }

    /** @param formTarget another site to which the page's form may lead; browsers check redirects too */
    public Response page(
            HttpHeaders request, TemplateInstance page, Response.Status status, @Nullable String formTarget) {
        return rendered(request, page, status, policy(formTarget));
    }

    /** A page that runs our own scripts, which no page does that asks for a password. */
    public Response scripted(HttpHeaders request, TemplateInstance page, Response.Status status) {
        return rendered(request, page, status, policy(null) + "; script-src 'self'");
    }

    private static Response rendered(
            HttpHeaders request, TemplateInstance page, Response.Status status, String policy) {
        var locale = locale(request);
        var html = page.setLocale(locale).data("lang", locale.getLanguage()).render();
        return secured(Response.status(status), policy)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .header(HttpHeaders.CONTENT_LANGUAGE, locale.getLanguage())
                .header(HttpHeaders.VARY, "accept-language, cookie")
                .entity(html)
                .build();
    }

    /** To a path of ours, or to another address where the caller has checked it. */
    public static Response.ResponseBuilder redirect(String to) {
        // Not location(…), which would make a path absolute with an address that a proxy may have hidden.
        return secured(Response.status(SEE_OTHER), policy(null)).header(HttpHeaders.LOCATION, to);
    }

    /** A path of ours to go back to; anything else leads to the account's page. */
    public static String returnTo(@Nullable String path) {
        return path != null
                        && (path.equals("/device") || BACK.stream().anyMatch(path::startsWith))
                        && path.length() < 4000
                        && path.chars().noneMatch(Character::isISOControl)
                ? path
                : "/account";
    }

    public static boolean russian(HttpHeaders request) {
        return locale(request).equals(RUSSIAN);
    }

    private static Locale locale(HttpHeaders request) {
        for (var language : request.getAcceptableLanguages()) {
            if (language.getLanguage().equals("ru")) {
                return RUSSIAN;
            }
            if (language.getLanguage().equals("en")) {
                return Locale.ENGLISH;
            }
        }
        return Locale.ENGLISH;
    }

    private static String policy(@Nullable String formTarget) {
        return "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
                + (formTarget == null ? "" : " " + formTarget);
    }

    private static Response.ResponseBuilder secured(Response.ResponseBuilder response, String policy) {
        return response.header("content-security-policy", policy)
                .header("x-frame-options", "DENY")
                .header("x-content-type-options", "nosniff")
                // Not no-referrer: browsers would then send forms without their origin, which is checked.
                .header("referrer-policy", "same-origin")
                .header("cache-control", "no-store");
    }
}
