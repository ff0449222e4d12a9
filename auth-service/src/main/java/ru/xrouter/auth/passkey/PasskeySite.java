package ru.xrouter.auth.passkey;

import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import jakarta.inject.Singleton;
import java.net.URI;
import ru.xrouter.auth.page.SiteConfig;

/** For which site passkeys are made: the host of the issuer, and only pages of its origin may use them. */
@Singleton
public class PasskeySite {
    private final URI issuer;

    PasskeySite(SiteConfig site) {
        issuer = site.issuer();
    }

    /** Browsers offer passkeys to sites with a name and TLS, and to {@code localhost}. */
    public boolean possible() {
        var host = issuer.getHost();
        return "localhost".equals(host)
                || ("https".equals(issuer.getScheme()) && !host.startsWith("[") && !host.matches("[0-9.]+"));
    }

    /** What passkeys are bound to. */
    public String rpId() {
        return issuer.getHost();
    }

    ServerProperty expecting(byte[] challenge) {
        var origin = Origin.create(issuer.getScheme() + "://" + issuer.getAuthority());
        return new ServerProperty(origin, rpId(), new DefaultChallenge(challenge));
    }
}
