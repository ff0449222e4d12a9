package ru.xrouter.auth.person;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import ru.xrouter.auth.audit.ActKind;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.auth.id.RandomIds;
import ru.xrouter.auth.page.HostCookie;
import ru.xrouter.auth.page.Pages;
import ru.xrouter.auth.page.SiteConfig;
import ru.xrouter.auth.secret.Hashes;
import ru.xrouter.auth.secret.RandomSecrets;

/**
 * Who is signed in. The browser holds 256 random bits, the database their hash; every sign-in makes new ones, so that nobody
 * can sign a person into a session that somebody else knows.
 */
@ApplicationScoped
public class Sessions {
    private static final int LONGEST_AGENT = 200;
    private static final Duration FOR_SECOND_FACTOR = Duration.ofMinutes(10);

    private final PersonStore people;
    private final RandomIds ids;
    private final SiteConfig site;
    private final RandomSecrets secrets;
    private final AuditLog audit;
    private final HostCookie cookie;

    Sessions(PersonStore people, RandomIds ids, RandomSecrets secrets, AuditLog audit, SiteConfig site) {
        this.people = people;
        this.ids = ids;
        this.secrets = secrets;
        this.audit = audit;
        this.site = site;
        this.cookie = new HostCookie("xrouter-session", site);
    }

    /** How far a session has come. */
    enum Stage {
        AWAITS_SECOND_FACTOR,
        BY_PASSWORD,
        BY_SECOND_FACTOR
    }

    public Optional<SignedIn> current(HttpHeaders request) {
        var now = Instant.now();
        var found = held(request).flatMap(hash -> people.signedIn(hash, now));
        found.ifPresent(signedIn -> {
            people.seen(signedIn.sessionId(), now);
            people.reads(signedIn.person().userId(), Pages.russian(request) ? "ru" : "en");
        });
        return found;
    }

    /** Whose second factor this browser has to show. */
    Optional<PersonStore.Awaited> awaited(HttpHeaders request) {
        return held(request).flatMap(hash -> people.awaited(hash, Instant.now()));
    }

    private Optional<byte[]> held(HttpHeaders request) {
        return cookie.of(request).map(Hashes::sha256);
    }

    /** One of a person's sessions. */
    public record OpenSession(String sessionId, String since, String lastSeen, String address, String agent) {}

    /** A person's sessions, the one used last first. */
    public List<OpenSession> of(String userId) {
        return people.sessions(userId, Instant.now()).stream()
                .map(open -> new OpenSession(
                        open.sessionId(),
                        minute(open.createdAt()),
                        minute(open.lastSeenAt()),
                        open.address(),
                        open.agent()))
                .toList();
    }

    /** The person ends a session of theirs. */
    @Transactional
    void endByPerson(String userId, String sessionId, String address) {
        if (people.end(userId, sessionId) > 0) {
            audit.add(ActKind.ENDED_SESSION, null, userId, sessionId, address);
        }
    }

    /**
     * Ends every session of the person, whoever may be in them, and opens one in the place of this. They have not signed in anew by that.
     */
    NewCookie openAlone(HttpHeaders request, SignedIn signedIn, String address) {
        var userId = signedIn.person().userId();
        people.end(userId, null);
        return open(request, userId, signedIn.stage(), signedIn.signedInAt(), address);
    }

    /** Whether the person belongs to the account and acts for it from now on in this session. */
    public boolean actFor(SignedIn signedIn, String accountId) {
        return people.actFor(signedIn.sessionId(), signedIn.person().userId(), accountId);
    }

    private static String minute(Instant time) {
        return time.toString().substring(0, 16).replace('T', ' ');
    }

    /** Somebody signs in: opens a session in place of the one that the browser held, whoever was in it. */
    NewCookie openInstead(HttpHeaders request, String userId, Stage stage, String address) {
        held(request).ifPresent(people::endHeld);
        return open(request, userId, stage, Instant.now().truncatedTo(ChronoUnit.MICROS), address);
    }

    /** Opens a session and gives the cookie to send. */
    private NewCookie open(HttpHeaders request, String userId, Stage stage, Instant signedInAt, String address) {
        var secret = secrets.next();
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var lifetime = stage == Stage.AWAITS_SECOND_FACTOR ? FOR_SECOND_FACTOR : site.sessionLifetime();
        var agent = Objects.requireNonNullElse(request.getHeaderString("user-agent"), "");
        people.open(
                ids.next("ses"),
                Hashes.sha256(secret),
                userId,
                stage,
                signedInAt,
                now,
                now.plus(lifetime),
                address,
                agent.substring(0, Math.min(LONGEST_AGENT, agent.length())));
        return cookie.with(secret, lifetime);
    }

    /** Takes the cookie away. */
    NewCookie none() {
        return cookie.none();
    }
}
