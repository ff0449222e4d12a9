package ru.xrouter.auth.person;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.auth.oauth.Browser;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** Guesses at one account are slowed from wherever they come, and its person gets in all the same. */
@QuarkusTest
@TestProfile(StrangersIT.FewAttempts.class)
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class StrangersIT {
    private static final String PASSWORD = "correct horse battery";
    private static final String ANOTHER = "an entirely new one";
    private static final int FEW = 4;

    private final String email = "v" + UUID.randomUUID() + "@example.org";

    private Browser victim = new Browser();

    @BeforeEach
    void guess() {
        victim = Browser.signedIn(email);
        guess(email);
    }

    private static void guess(String email) {
        for (var i = 0; i < FEW; i++) {
            assertThat(new Browser().signIn(email, "guess number " + i).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void stopsBrowsersThatThePersonNeverSignedInFrom() {
        // Given
        var attacker = Browser.newPerson();
        var forger = new Browser();
        forger.cookie("xrouter-browser", "a-secret-that-the-attacker-chose");
        // Then
        assertThat(new Browser().signIn(email, PASSWORD).statusCode()).isEqualTo(429);
        assertThat(attacker.signIn(email, PASSWORD).statusCode()).isEqualTo(429);
        assertThat(forger.signIn(email, PASSWORD).statusCode()).isEqualTo(429);
        assertThat(Browser.newPerson().signIn(email, PASSWORD).asString()).contains("Too many wrong passwords");
        // Nobody else is slowed.
        assertThat(attacker.signIn("x" + email, PASSWORD).statusCode()).isEqualTo(401);
    }

    @Test
    void tellsNobodyWhetherThereIsSuchAnAccount() {
        // Given
        var nobody = "nobody" + email;
        guess(nobody);
        // Then
        var known = new Browser().signIn(email, PASSWORD);
        var unknown = new Browser().signIn(nobody, PASSWORD);
        assertThat(unknown.statusCode()).isEqualTo(known.statusCode()).isEqualTo(429);
        assertThat(unknown.asString().replace(nobody, email)).isEqualTo(known.asString());
    }

    @Test
    void letsThePersonInWithABrowserOfTheirs() {
        assertThat(victim.signIn(email, "mistyped").statusCode()).isEqualTo(401);
        assertThat(victim.signIn(email, PASSWORD).statusCode()).isEqualTo(303);
    }

    @Test
    void letsANewBrowserInThatHasShownTheMailbox() {
        // Given
        var fresh = new Browser();
        fresh.post("/forgot", Map.of("email", email));
        // When
        var reset = fresh.post("/reset", Map.of("token", Browser.mailedToken(email), "password", ANOTHER));
        // Then
        assertThat(reset.statusCode()).isEqualTo(303);
        assertThat(fresh.signIn(email, ANOTHER).statusCode()).isEqualTo(303);
        assertThat(new Browser().signIn(email, ANOTHER).statusCode()).isEqualTo(429);
    }

    /** So few that the limit of one address, from which all tests come, is not reached before. */
    public static final class FewAttempts implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("xrouter.auth.site.attempts-per-account", String.valueOf(FEW));
        }
    }
}
