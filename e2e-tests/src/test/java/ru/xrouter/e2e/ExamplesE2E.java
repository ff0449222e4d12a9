package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ru.xrouter.e2e.stack.Commands;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Stack;

/** The examples that we show to users work as they are. */
@OnRunningStack
class ExamplesE2E {
    private static final Path EXAMPLES = Path.of("../examples").toAbsolutePath().normalize();
    private static final List<String> BOTH_ANSWERS = List.of("столицу России", "Твери");

    private final Stack stack;

    ExamplesE2E(Stack stack) {
        this.stack = stack;
    }

    @Test
    void answersTheNodeExample() {
        // Given
        var folder = commands("node");
        assumeTrue(folder.work("npm", "--version"), "npm is not installed");
        folder.run("npm", "ci", "--no-audit", "--no-fund");
        // When
        var output = folder.run("node", "chat.mjs");
        // Then
        assertThat(output).contains(BOTH_ANSWERS).contains(" roubles");
    }

    @Test
    void answersTheJavaExample() {
        // Given
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // When
        var output = commands("java")
                .run(java, "-Dstdout.encoding=UTF-8", "-cp", System.getProperty("java.class.path"), "Chat.java");
        // Then
        assertThat(output).contains(BOTH_ANSWERS);
    }

    @Test
    void runsTheLangChain4jAgent() {
        // Given
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // When
        var output = commands("langchain4j")
                .run(java, "-Dstdout.encoding=UTF-8", "-cp", System.getProperty("java.class.path"), "Agent.java");
        // Then
        assertThat(output).contains("the weather in Тверь.");
    }

    @Test
    void runsTheVercelAiAgent() {
        // Given
        var folder = commands("vercel-ai");
        assumeTrue(folder.work("npm", "--version"), "npm is not installed");
        folder.run("npm", "ci", "--no-audit", "--no-fund");
        // When
        var output = folder.run("node", "agent.mjs");
        // Then
        assertThat(output).contains("the weather in Тверь.", " tokens", "rivers");
    }

    @Test
    void answersThePythonExample() {
        // Given
        var folder = commands("python");
        assumeTrue(folder.work("python3", "-c", "import openai"), "openai for Python is not installed");
        // When
        var output = folder.run("python3", "chat.py");
        // Then
        assertThat(output).contains(BOTH_ANSWERS).contains(" roubles");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void answersARequestFile(Path file) throws IOException {
        // Given
        var request = HttpFile.read(EXAMPLES.resolve("requests").resolve(file));
        // When
        var answer = request.send(stack);
        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isNotBlank();
    }

    static Stream<Path> requests() throws IOException {
        try (var files = Files.list(EXAMPLES.resolve("requests"))) {
            return files.map(Path::getFileName).sorted().toList().stream();
        }
    }

    private Commands commands(String folder) {
        return new Commands(
                EXAMPLES.resolve(folder),
                Map.of("OPENAI_BASE_URL", stack.gateway() + "/v1", "OPENAI_API_KEY", stack.key()));
    }
}
