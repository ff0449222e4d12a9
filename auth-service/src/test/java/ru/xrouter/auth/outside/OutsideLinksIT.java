package ru.xrouter.auth.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import ru.xrouter.auth.oauth.Browser;
import ru.xrouter.auth.oauth.Consents;
import ru.xrouter.auth.secret.Hashes;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(FakeProvider.class)
class OutsideLinksIT {
    private static final String PASSWORD = "correct horse battery";
    private static final String PATH = "/account/security/providers";
    private static final Pattern DEPARTURE = Pattern.compile("href=\"(http[^\"]+/authorize[^\"]+)\"");

    @Inject
    DataSource database;

    @SuppressWarnings("NullAway.Init")
    FakeProvider provider;

    private final String email = "l" + UUID.randomUUID() + "@example.org";
    private final String subject = Visit.subject();

    @Test
    void linksAProviderToWhoKnowsThePasswordAndUnlinksIt() {
        // Given
        var person = Browser.signedIn(email);
        assertThat(person.get("/account/security").asString()).contains(PATH);
        assertThat(person.get(PATH).asString()).contains("No provider is linked", "Fake &amp; Co");
        assertThat(link(person, "fake", "not the password").statusCode()).isEqualTo(403);
        // When: whatever the e-mail there is.
        var linked = departed(person, "fake").comeBackAs(Visit.person(subject, "other" + email, false));
        // Then
        assertThat(linked.header("location")).isEqualTo(PATH);
        assertThat(person.get(PATH).asString()).contains("Fake &amp; Co", "other" + email);
        var later = new Browser();
        Visit.begin(later, "fake").comeBackAs(Visit.person(subject, "other" + email, false));
        assertThat(later.get("/account/security").asString()).contains(email, "linked a provider");
        // When
        assertThat(unlink(person, "not the password").statusCode()).isEqualTo(403);
        var before = person.session();
        assertThat(unlink(person, PASSWORD).statusCode()).isEqualTo(303);
        // Then
        assertThat(person.session()).isNotEqualTo(before);
        assertThat(person.get("/account/security").asString()).contains("unlinked a provider");
        Browser.mailSaying(email, "linked a provider to sign in");
        Browser.mailSaying(email, "unlinked a provider");
        assertThat(later.get("/account").statusCode()).isEqualTo(303);
        assertThat(Visit.begin(later, "fake")
                        .comeBackAs(Visit.person(subject, email, true))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void linksNobodyTwice() {
        // Given
        Visit.begin(new Browser(), "fake").comeBackAs(Visit.person(subject, "first" + email, true));
        var person = Browser.signedIn(email);
        // Then: not to two people, and no two there to one person.
        var taken = departed(person, "fake").comeBackAs(Visit.person(subject, email, true));
        assertThat(taken.statusCode()).isEqualTo(409);
        var own = Visit.subject();
        assertThat(departed(person, "fake")
                        .comeBackAs(Visit.person(own, email, true))
                        .statusCode())
                .isEqualTo(303);
        assertThat(departed(person, "fake")
                        .comeBackAs(Visit.person(own, email, true))
                        .statusCode())
                .isEqualTo(303);
        assertThat(departed(person, "fake")
                        .comeBackAs(Visit.person(Visit.subject(), email, true))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void linksNobodyWhoIsNotSignedInAnyMore() {
        // Given
        var person = Browser.signedIn(email);
        var visit = departed(person, "fake");
        // When: somebody else signs in to the browser meanwhile.
        var query = visit.answer(visit.code(Visit.person(subject, email, true), Map.of(), ""));
        person.session(Browser.newPerson().session());
        // Then
        assertThat(visit.comeBack(query).statusCode()).isEqualTo(400);
        var later = new Browser();
        Visit.begin(later, "fake").comeBackAs(Visit.person(subject, email, true));
        assertThat(later.get("/account").statusCode()).isEqualTo(303);
    }

    @Test
    void leavesWhoHasNoPasswordTheWayIn() {
        // Given
        var person = new Browser();
        Visit.begin(person, "fake").comeBackAs(Visit.person(subject, email, true));
        // Then
        assertThat(person.get(PATH).asString())
                .contains("You have set no password yet")
                .doesNotContain("/unlink");
        assertThat(person.get("/account/security/second-factor").asString())
                .contains("You have set no password yet")
                .doesNotContain("name=\"current\"");
        assertThat(unlink(person, "").statusCode()).isEqualTo(403);
        assertThat(unlink(person, "null").statusCode()).isEqualTo(403);
        assertThat(link(person, "other", "").statusCode()).isEqualTo(403);
        // When
        person.post("/forgot", Map.of("email", email));
        person.post("/reset", Map.of("token", Browser.mailedToken(email), "password", PASSWORD));
        assertThat(person.signIn(email, PASSWORD).statusCode()).isEqualTo(303);
        // Then
        assertThat(unlink(person, PASSWORD).statusCode()).isEqualTo(303);
    }

    @Test
    void isForWhoIsSignedInAlone() {
        assertThat(new Browser().get(PATH).header("location")).isEqualTo("/sign-in");
        assertThat(unlink(new Browser(), PASSWORD).header("location")).isEqualTo("/sign-in");
    }

    /** Our own authorization server as the provider: PKCE, consent, iss, ES256, details and all. */
    @Test
    void signsInThroughAnotherAuthorizationServer() throws SQLException {
        // Given
        provider.serviceAt(RestAssured.port);
        registerWithItself();
        var there = Browser.newPerson();
        var here = Browser.signedIn(email);
        // When
        var linked = throughConsent(departed(here, "self"), there);
        // Then
        assertThat(linked.statusCode()).as(linked.asString()).isEqualTo(303);
        assertThat(linked.header("location")).isEqualTo(PATH);
        var later = new Browser();
        var back = throughConsent(Visit.begin(later, "self", "/authorize?client_id=1"), there);
        assertThat(back.header("location")).isEqualTo("/authorize?client_id=1");
        assertThat(later.get("/account/security").asString()).contains(email);
    }

    private static Response throughConsent(Visit visit, Browser there) {
        var consented = Consents.consent(there, visit.asked());
        var back = URI.create(consented.header("location"));
        assertThat(back.getPath()).isEqualTo("/sign-in/with/self/callback");
        assertThat(back.getRawQuery()).contains("iss=");
        return visit.comeBack(back.getRawQuery());
    }

    private void registerWithItself() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("""
                        insert into oauth_client
                            (client_id, name, auth_method, secret_hash, redirect_uris, scopes, token_lifetime_seconds, created_at)
                        values (?, 'Self', 'client_secret_basic', ?, ?, ?, 600, now())
                        on conflict do nothing
                        """)) {
            statement.setString(1, FakeProvider.CLIENT);
            statement.setBytes(2, Hashes.sha256(FakeProvider.SECRET));
            var redirects = new String[] {Browser.ORIGIN + "/sign-in/with/self/callback"};
            statement.setArray(3, connection.createArrayOf("text", redirects));
            statement.setArray(4, connection.createArrayOf("text", new String[] {"openid", "email"}));
            statement.executeUpdate();
        }
    }

    private static Response link(Browser person, String provider, String password) {
        return person.post(PATH + "/link", Map.of("provider", provider, "current", password));
    }

    private static Visit departed(Browser person, String provider) {
        var page = link(person, provider, PASSWORD);
        assertThat(page.statusCode()).as(page.asString()).isEqualTo(200);
        var departure = DEPARTURE.matcher(page.asString());
        assertThat(departure.find()).isTrue();
        return Visit.at(person, provider, departure.group(1).replace("&amp;", "&"));
    }

    private static Response unlink(Browser person, String password) {
        return person.post(PATH + "/unlink", Map.of("provider", "fake", "current", password));
    }
}
