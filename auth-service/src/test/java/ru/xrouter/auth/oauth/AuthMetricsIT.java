package ru.xrouter.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import ru.xrouter.auth.apikey.Operator;
import ru.xrouter.auth.audit.ActKind;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** What people and apps do shows in the counters, by names and labels that dashboards and alerts ask for. */
@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class AuthMetricsIT {
    private static final int TRIES_OF_A_PERSON = 10;

    @Inject
    MeterRegistry registry;

    @Inject
    AuditLog audit;

    private final String email = "m" + UUID.randomUUID() + "@example.org";

    @Test
    void countsSignInsAndTheirFailures() {
        // Given
        var signedIn = count("xrouter.auth.acts", "act", "signed_in");
        var wrong = count("xrouter.auth.wrong.passwords");
        var turnedAway = count("xrouter.auth.throttled", "limit", "person");
        var written = count("xrouter.auth.mails", "outcome", "written");
        // When
        Browser.signedIn(email);
        for (var i = 0; i < TRIES_OF_A_PERSON; i++) {
            new Browser().signIn(email, "a wrong password");
        }
        assertThat(new Browser().signIn(email, "a wrong password").statusCode()).isEqualTo(429);
        // Then
        assertThat(count("xrouter.auth.acts", "act", "signed_in") - signedIn).isEqualTo(1);
        assertThat(count("xrouter.auth.wrong.passwords") - wrong).isEqualTo(TRIES_OF_A_PERSON);
        assertThat(count("xrouter.auth.throttled", "limit", "person") - turnedAway)
                .isEqualTo(1);
        assertThat(count("xrouter.auth.mails", "outcome", "written") - written).isEqualTo(1);
    }

    @Test
    void countsTokensAndLookUps() throws Exception {
        // Given
        var issued = count("xrouter.auth.token.requests", "outcome", "issued");
        var known = count("xrouter.auth.lookups", "of", "token", "result", "known");
        var unknown = count("xrouter.auth.lookups", "of", "key", "result", "unknown");
        var app = App.registered();
        // When
        var token = app.exchange(app.code(AuthorizationIT.newPerson()));
        App.lookUp(App.jti(token.path("access_token"))).statusCode(200);
        Operator.lookUp("xr-no-such-key").statusCode(404);
        app.exchange(Map.of("code", "nonsense"));
        // Then
        assertThat(count("xrouter.auth.token.requests", "outcome", "issued") - issued)
                .isEqualTo(1);
        assertThat(count("xrouter.auth.lookups", "of", "token", "result", "known") - known)
                .isEqualTo(1);
        assertThat(count("xrouter.auth.lookups", "of", "key", "result", "unknown") - unknown)
                .isEqualTo(1);
        assertThat(count("xrouter.auth.token.requests", "outcome", "invalid_grant"))
                .isPositive();
    }

    @Test
    void countsNoLineThatWasTakenBack() {
        // Given
        var lines = count("xrouter.auth.acts", "act", "signed_up");
        // When
        QuarkusTransaction.begin();
        audit.add(ActKind.SIGNED_UP, null, null, null, "127.0.0.1");
        QuarkusTransaction.rollback();
        // Then
        assertThat(count("xrouter.auth.acts", "act", "signed_up") - lines).isZero();
        QuarkusTransaction.requiringNew().run(() -> audit.add(ActKind.SIGNED_UP, null, null, null, "127.0.0.1"));
        assertThat(count("xrouter.auth.acts", "act", "signed_up") - lines).isEqualTo(1);
    }

    private double count(String name, String... labels) {
        return registry.get(name).tags(labels).counter().count();
    }
}
