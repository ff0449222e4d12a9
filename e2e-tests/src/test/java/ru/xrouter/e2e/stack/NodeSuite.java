package ru.xrouter.e2e.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;

/** The tests of one client for Node: a file of {@code node/test}. */
public record NodeSuite(String file) {
    /** Runs all of its tests, with keys of its own; one that fails fails the suite. */
    public void passes(Stack stack) {
        // Given
        var operators = stack.operators();
        var environment = Map.of(
                "XROUTER_URL",
                stack.gateway() + "/v1",
                "XROUTER_KEY",
                operators.newAccount("node").key(),
                "XROUTER_LIMITED_KEY",
                operators.newAccount("node-limited", 2, 10).key(),
                "XROUTER_POOR_KEY",
                operators.newAccountWithoutCredit("node-poor").key(),
                "XROUTER_SIMULATOR",
                stack.simulator().toString(),
                "XROUTER_MODELS",
                Requests.GIGACHAT + " " + Requests.YANDEXGPT,
                "XROUTER_EMBEDDINGS",
                Requests.GIGACHAT_EMBEDDINGS + " " + Requests.YANDEXGPT_EMBEDDINGS,
                "XROUTER_VISION",
                Requests.GIGACHAT_VISION,
                "XROUTER_PIXEL",
                Requests.PIXEL);
        var suite = new Commands(Path.of("node").toAbsolutePath(), environment);
        assumeTrue(suite.work("npm", "--version"), "npm is not installed");
        suite.run("npm", "ci", "--no-audit", "--no-fund");
        // When
        var output = suite.run("npm", "test", "--", "test/" + file);
        // Then
        assertThat(output).contains("# fail 0").doesNotContain("# pass 0");
    }
}
