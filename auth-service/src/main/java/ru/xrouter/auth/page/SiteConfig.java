package ru.xrouter.auth.page;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where people and apps find the authorization server, and what it writes to them. */
@ConfigMapping(prefix = "xrouter.auth.site")
public interface SiteConfig {
    /** The issuer: the address under which browsers and apps reach auth-service, without a slash at its end. */
    @WithDefault("http://localhost:8081")
    URI issuer();

    /** Audience of access tokens: the name by which the gateways know themselves. */
    @WithDefault("xrouter")
    String audience();

    /** How long a session lasts. */
    @WithDefault("14D")
    Duration sessionLifetime();

    /** How long a link in an e-mail works. */
    @WithDefault("1H")
    Duration linkLifetime();

    /** How long an invitation to an account works. */
    @WithDefault("7D")
    Duration invitationLifetime();

    /**
     * E-mails of the operators: they may look into the members and the audit log of every account, in sessions that began with a second
     * factor.
     */
    Optional<List<String>> operators();

    /** Failed sign-ins to one account, or of one app, from one address in a quarter of an hour, after which that address must wait. */
    @WithDefault("10")
    int attemptsPerPerson();

    /**
     * Failed sign-ins to one account in a quarter of an hour, from wherever, after which only browsers that its person has signed in from
     * may go on.
     */
    @WithDefault("50")
    int attemptsPerAccount();

    /** Failed sign-ins, sign-ups and asked-for e-mails from one address in a quarter of an hour, after which it must wait. */
    @WithDefault("100")
    int attemptsPerAddress();

    /** Folder into which e-mails are written instead of being sent; for development. */
    Optional<String> mailDir();

    /** From whom e-mails come. */
    @WithDefault("XRouter <no-reply@localhost>")
    String mailFrom();
}
