package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.e2e.stack.Commands;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/** People get along with our pages in a real browser; the tests themselves are in {@code browser/}. */
@OnRunningStack
class BrowserE2E {
    private static final Path FOLDER = Path.of("browser").toAbsolutePath();

    private final Stack stack;

    BrowserE2E(Stack stack) {
        this.stack = stack;
    }

    @Test
    void bringsAPersonFromSignUpToTheFirstCompletion() {
        var output = suite().run("npm", "test", "--", "test/first-completion.test.js");
        assertThat(output).contains("# fail 0").doesNotContain("# pass 0");
    }

    @Test
    void signsAPersonInByAPasskey() {
        var output = suite().run("npm", "test", "--", "test/passkey.test.js");
        assertThat(output).contains("# fail 0").doesNotContain("# pass 0");
    }

    @Test
    void keepsEveryPageAccessible() {
        var output = suite().run("npm", "test", "--", "test/accessibility.test.js");
        assertThat(output).contains("# fail 0").doesNotContain("# pass 0");
    }

    /** For people to look at: {@code ./xrouter screenshots}. */
    @ParameterizedTest
    @ValueSource(strings = {"ru-phone", "en-phone-dark", "en-desk"})
    @EnabledIfSystemProperty(named = "xrouter.e2e.screenshots", matches = ".+")
    void drawsEveryPage(String kind) {
        suite().run("npm", "run", "screenshots", "--", System.getProperty("xrouter.e2e.screenshots"), kind);
    }

    private Commands suite() {
        var here = new Commands(FOLDER, Map.of());
        var chromium = Stream.of("chromium", "chromium-browser", "google-chrome")
                .filter(name -> here.work("which", name))
                .findFirst();
        assumeTrue(chromium.isPresent(), "Chromium is not installed, so no page was looked at");
        assumeTrue(here.work("npm", "--version"), "npm is not installed");
        here.run("npm", "ci", "--no-audit", "--no-fund");
        var auth = stack.operators().auth();
        var client = auth.post("/internal/oauth-clients", """
                {"client_name": "E2E app", "redirect_uris": ["http://127.0.0.1/callback"], "scope": "inference usage:read keys:manage",
                 "grant_types": ["authorization_code", "urn:ietf:params:oauth:grant-type:device_code"]}""");
        assertThat(client.status()).as(client.body()).isEqualTo(201);
        return new Commands(
                FOLDER,
                Map.of(
                        // The stack was started in the same environment.
                        "XROUTER_OPERATOR",
                        Optional.ofNullable(System.getenv("XROUTER_AUTH_SITE_OPERATORS"))
                                .orElse(""),
                        "XROUTER_PROVIDER",
                        Optional.ofNullable(System.getenv("XROUTER_AUTH_OUTSIDE_PROVIDERS_WALK_ISSUER"))
                                .orElse(""),
                        "XROUTER_CHROMIUM",
                        here.run("which", chromium.get()).strip(),
                        "XROUTER_URL",
                        stack.gateway() + "/v1",
                        "XROUTER_AUTH",
                        auth.base().toString(),
                        "XROUTER_BILLING",
                        stack.operators().billing().base().toString(),
                        "XROUTER_MAIL",
                        stack.state().resolve("mail").toString(),
                        "XROUTER_SERVICE_TOKEN",
                        auth.token(),
                        "XROUTER_CLIENT",
                        client.json().path("client_id").asText(),
                        "XROUTER_MODEL",
                        Requests.GIGACHAT));
    }
}
