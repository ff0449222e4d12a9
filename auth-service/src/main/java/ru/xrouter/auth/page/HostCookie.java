package ru.xrouter.auth.page;

import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.util.Optional;

/** A cookie that only this host sets and reads, that no script sees and that no other site's form or frame brings along. */
public final class HostCookie {
    private final String name;
    private final boolean https;

    /** @param name without the prefix that browsers understand where there is TLS */
    public HostCookie(String name, SiteConfig site) {
        https = "https".equals(site.issuer().getScheme());
        this.name = https ? "__Host-" + name : name;
    }

    public Optional<String> of(HttpHeaders request) {
        return Optional.ofNullable(request.getCookies().get(name))
                .map(Cookie::getValue)
                .filter(value -> !value.isEmpty());
    }

    public NewCookie with(String value, Duration lifetime) {
        return new NewCookie.Builder(name)
                .value(value)
                .path("/")
                .maxAge(Math.toIntExact(lifetime.toSeconds()))
                .httpOnly(true)
                .secure(https)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }

    /** Takes the cookie away. */
    public NewCookie none() {
        return with("", Duration.ZERO);
    }
}
