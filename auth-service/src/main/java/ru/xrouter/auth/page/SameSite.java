package ru.xrouter.auth.page;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** Whether a link was followed on a page of ours; for links that begin something. */
@Singleton
public class SameSite {
    private final String origin;

    SameSite(SiteConfig site) {
        var issuer = site.issuer();
        origin = issuer.getScheme() + "://" + issuer.getAuthority();
    }

    public boolean from(HttpHeaders request) {
        return ours(request.getHeaderString("sec-fetch-site"), request.getHeaderString("referer"));
    }

    /** Browsers tell the one, or, where there is no TLS, the other; a page can forge neither. */
    boolean ours(@Nullable String fetchSite, @Nullable String referer) {
        return fetchSite == null
                ? referer != null && (referer.equals(origin) || referer.startsWith(origin + "/"))
                : fetchSite.equals("same-origin");
    }
}
