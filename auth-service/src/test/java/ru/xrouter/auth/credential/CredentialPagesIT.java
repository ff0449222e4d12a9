package ru.xrouter.auth.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.auth.oauth.Browser;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(FakeRouter.class)
class CredentialPagesIT {
    private static final String PAGE = "/account/provider-credentials";
    private static final String SECRET = "good-secret-of-a-person";

    private final String email = "c" + UUID.randomUUID() + "@example.org";

    @SuppressWarnings("NullAway.Init")
    private Browser owner;

    @BeforeEach
    void signIn() {
        owner = Browser.signedIn(email);
    }

    @Test
    void keepsOneThatTheProviderAcceptsAndShowsItsEndAlone() {
        // Given
        assertThat(owner.get(PAGE).asString()).contains("None yet.", "<strong>5 %</strong>", "gigachat");
        // When
        var saved = add(owner, "gigachat", SECRET, "scope=GIGACHAT_API_B2B", "");
        // Then
        assertThat(saved.statusCode()).as(saved.asString()).isEqualTo(303);
        var page = owner.get(PAGE).asString();
        assertThat(page)
                .contains("…rson", "scope=GIGACHAT_API_B2B", "accepted by the provider", "the request fails")
                .doesNotContain(SECRET);
        assertThat(owner.get("/account/audit").asString())
                .contains("kept a credential of the account&#39;s own for a provider")
                .contains(email)
                .doesNotContain(SECRET);
        assertThat(Browser.mailSaying(email, "kept a credential"))
                .contains("What: gigachat", "By: " + email)
                .doesNotContain(SECRET, "…rson");
    }

    @Test
    void changesReplacesChecksAndRemovesIt() {
        // Given
        add(owner, "gigachat", SECRET, "", "true");
        assertThat(owner.get(PAGE).asString()).contains("at the full price.");
        // Then
        owner.post(PAGE + "/gigachat/fallback", Map.of("allow_fallback", "false"));
        assertThat(owner.get(PAGE).asString()).contains("the request fails");
        add(owner, "gigachat", "good-secret-in-its-place", "", "");
        assertThat(owner.get(PAGE).asString()).contains("…lace").doesNotContain("…rson");
        assertThat(owner.post(PAGE + "/gigachat/check", Map.of()).statusCode()).isEqualTo(303);
        assertThat(owner.get(PAGE).asString()).contains("accepted by the provider");
        assertThat(owner.post(PAGE + "/gigachat/remove", Map.of()).statusCode()).isEqualTo(303);
        assertThat(owner.get(PAGE).asString()).contains("None yet.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gigachat|bad-secret||400|does not accept this credential",
                "gigachat|good, but away||503|cannot check credentials at the moment",
                "nobody|good||400|no such provider",
                "../up|good||400|no such provider",
                "gigachat|''||400|A secret is needed",
                "gigachat|good|no setting|400|A secret is needed",
                "gigachat|good|Scope=x|400|A secret is needed",
            })
    void keepsNothingElse(String provider, String secret, String settings, int status, String says) {
        // When
        var refused = add(owner, provider, secret, settings == null ? "" : settings, "");
        // Then
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(refused.asString()).contains(says).doesNotContain("bad-secret");
        assertThat(owner.get(PAGE).asString()).contains("None yet.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/gigachat/fallback", "/gigachat/check", "/gigachat/remove"})
    void takesNoFormFromWhoeverManagesNoKeys(String path) {
        // Given
        add(owner, "gigachat", SECRET, "", "");
        var guest = "g" + UUID.randomUUID() + "@example.org";
        var developer = Browser.signedIn(guest);
        owner.post("/account/members/invite", Map.of("email", guest, "role", "developer"));
        developer.post("/invitation", Map.of("token", Browser.mailedToken(guest)));
        var form = Map.of("provider", "gigachat", "secret", "good-secret-of-a-thief", "allow_fallback", "true");
        // Then
        assertThat(developer.post(PAGE + path, form).statusCode()).isEqualTo(403);
        assertThat(owner.get(PAGE).asString()).contains("…rson", "the request fails");
    }

    private static Response add(Browser by, String provider, String secret, String settings, String fallback) {
        return by.post(
                PAGE, Map.of("provider", provider, "secret", secret, "settings", settings, "allow_fallback", fallback));
    }
}
