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

/** OpenAI's client for Node works as it does with OpenAI; the tests themselves are in {@code node/}. */
@OnRunningStack
class NodeSdkE2E {
    private final Stack stack;

    NodeSdkE2E(Stack stack) {
        this.stack = stack;
    }

    @Test
    void passesItsSuite() {
        // Given
        var operators = stack.operators();
        var suite = new Commands(
                Path.of("node").toAbsolutePath(),
                Map.of(
                        "XROUTER_URL",
                        stack.gateway() + "/v1",
                        "XROUTER_KEY",
                        operators.newAccount("node").key(),
                        "XROUTER_LIMITED_KEY",
                        operators.newAccount("node-limited", 2, 10).key(),
                        "XROUTER_SIMULATOR",
                        stack.simulator().toString(),
                        "XROUTER_GIGACHAT",
                        Requests.GIGACHAT,
                        "XROUTER_YANDEXGPT",
                        Requests.YANDEXGPT));
        assumeTrue(suite.work("npm", "--version"), "npm is not installed");
        suite.run("npm", "ci", "--no-audit", "--no-fund");
        // When
        var output = suite.run("npm", "test");
        // Then
        assertThat(output).contains("# fail 0").doesNotContain("# pass 0");
    }
}
