package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.e2e.stack.Commands;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Stack;

/** The first request that the README shows works as it is printed there. */
@OnRunningStack
class ReadmeE2E {
    private static final Pattern CURL = Pattern.compile("```\\w*\\n(curl .*?)```", Pattern.DOTALL);
    private static final String PRINTED = "http://localhost:8080";

    private final Stack stack;

    ReadmeE2E(Stack stack) {
        this.stack = stack;
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.ru.md"})
    void showsACurlCommandThatIsAnswered(String file) throws IOException {
        // Given
        var shell = new Commands(Path.of("").toAbsolutePath(), Map.of("KEY", stack.key()));
        assumeTrue(shell.work("curl", "--version"), "curl is not installed");
        var commands = CURL.matcher(Files.readString(Path.of("..", file)))
                .results()
                .map(ReadmeE2E::commandOf)
                .toList();
        assertThat(commands).as("curl commands in %s", file).isNotEmpty().allMatch(it -> it.contains(PRINTED));
        for (var command : commands) {
            // When
            var answer = shell.run(
                    "sh", "-c", command.replace(PRINTED, stack.gateway().toString()) + " -sS --fail-with-body");
            // Then
            assertThat(answer).contains("\"choices\"");
        }
    }

    private static String commandOf(MatchResult block) {
        return block.group(1).strip();
    }
}
