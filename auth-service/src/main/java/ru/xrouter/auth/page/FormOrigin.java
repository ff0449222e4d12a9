package ru.xrouter.auth.page;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.service.error.ApiErrorException;

/**
 * Forms are taken from our own pages alone. Every browser says with a form where it comes from, and no page can make it
 * say something else.
 */
@Singleton
public class FormOrigin {
    private final String origin;

    FormOrigin(SiteConfig site) {
        var issuer = site.issuer();
        origin = issuer.getScheme() + "://" + issuer.getAuthority();
    }

    /** Ends the call with 403 when the form is not ours. */
    public void check(HttpHeaders request) {
        if (!ours(request.getHeaderString("origin"), request.getHeaderString("sec-fetch-site"))) {
            throw new ApiErrorException(
                    ApiError.forbidden("This form was not sent from a page of this site.", "cross_site"));
        }
    }

    boolean ours(@Nullable String from, @Nullable String fetchSite) {
        return from == null ? "same-origin".equals(fetchSite) : from.equals(origin);
    }
}
