package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import ru.xrouter.e2e.stack.Commands;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/** A stock OAuth client works with us; the tests themselves are in {@code oauth/}. */
@OnRunningStack
class OAuthE2E {
    private final Stack stack;

    OAuthE2E(Stack stack) {
        this.stack = stack;
    }

    @Test
    void servesAStockClient() {
        // Given
        var auth = stack.operators().auth();
        var client = auth.post("/internal/oauth-clients", """
                {"client_name": "E2E app", "redirect_uris": ["http://127.0.0.1/callback"], "scope": "inference usage:read"}""");
        assertThat(client.status()).as(client.body()).isEqualTo(201);
        var suite = new Commands(
                Path.of("oauth").toAbsolutePath(),
                Map.of(
                        "XROUTER_URL",
                        stack.gateway() + "/v1",
                        "XROUTER_AUTH",
                        auth.base().toString(),
                        "XROUTER_MAIL",
                        stack.state().resolve("mail").toString(),
                        "XROUTER_CLIENT",
                        client.json().path("client_id").asText(),
                        "XROUTER_MODEL",
                        Requests.GIGACHAT));
        assumeTrue(suite.work("npm", "--version"), "npm is not installed");
        suite.run("npm", "ci", "--no-audit", "--no-fund");
        // When
        var output = suite.run("npm", "test");
        // Then
        assertThat(output).contains("# fail 0").doesNotContain("# pass 0");
    }
}
