package ru.xrouter.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script in a checkout of its own, with a Maven that only writes down what it was asked for. */
class ScriptTest {
    private static final List<String> COMMON = List.of("common-api", "common-service", "common-provider");
    private static final List<String> SERVICES = List.of(
            "auth-service",
            "billing-service",
            "provider-gigachat",
            "provider-yandexgpt",
            "router-service",
            "gateway-service");
    private static final List<String> PLAIN = List.of("provider-simulator", "local-stack");

    /** Makes the artifacts of all modules, and keeps its arguments. */
    private static final String MAVEN = """
            #!/bin/sh
            case "$*" in *--version*) echo "Apache Maven $MAVEN_VERSION (test)"; exit 0 ;; esac
            echo "$@" >>asked-of-maven
            if [ "${BROKEN:-}" = yes ]; then
              echo "[INFO] Building XRouter :: router-service 0.1.0-SNAPSHOT"
              echo "[ERROR] Route.java:[3,1] class expected"
              exit 1
            fi
            for module in auth-service billing-service provider-gigachat provider-yandexgpt router-service gateway-service; do
              mkdir -p $module/target/quarkus-app && touch $module/target/quarkus-app/quarkus-run.jar
            done
            for module in provider-simulator local-stack; do
              mkdir -p $module/target && touch $module/target/$module-0.1.0-SNAPSHOT.jar
            done
            """;

    @TempDir
    private Path checkout;

    @BeforeEach
    void createCheckout() throws IOException {
        Files.copy(Path.of("..", "xrouter").toAbsolutePath().normalize(), checkout.resolve("xrouter"));
        Files.createDirectory(checkout.resolve("images"));
        Files.copy(
                Path.of("..", "images", "build.sh").toAbsolutePath().normalize(), checkout.resolve("images/build.sh"));
        write("pom.xml", "<project/>");
        for (var modules : List.of(COMMON, SERVICES, PLAIN)) {
            for (var module : modules) {
                write(module + "/pom.xml", "<project/>");
                write(module + "/src/main/java/A.java", "class A {}");
            }
        }
        writeProgram("mvn", MAVEN);
        writeProgram("node", "#!/bin/sh\necho v20.0.0\n");
        writeProgram("npm", "#!/bin/sh\n");
    }

    @Test
    void buildsEverythingOnce() throws Exception {
        // When
        var first = build();
        var asked = modulesAsked();
        var second = build();
        // Then
        assertThat(first.output()).startsWith("Building ");
        assertThat(asked)
                .containsExactlyInAnyOrder(
                        "provider-simulator",
                        "local-stack",
                        "auth-service",
                        "billing-service",
                        "provider-gigachat",
                        "provider-yandexgpt",
                        "router-service",
                        "gateway-service");
        assertThat(second.output()).contains("Nothing changed");
    }

    @Test
    void buildsOnlyTheServiceThatChanged() throws Exception {
        // Given
        build();
        write("router-service/src/main/java/A.java", "class A { int b; }");
        // When
        build();
        // Then
        assertThat(modulesAsked()).containsExactly("router-service");
    }

    @Test
    void buildsWhatLostAFile() throws Exception {
        // Given
        build();
        Files.delete(checkout.resolve("local-stack/src/main/java/A.java"));
        // When
        build();
        // Then
        assertThat(modulesAsked()).containsExactly("local-stack");
    }

    @Test
    void buildsEveryServiceWhenWhatTheyShareChanged() throws Exception {
        // Given
        build();
        write("common-api/src/main/java/A.java", "class A { int b; }");
        // When
        build();
        // Then
        assertThat(modulesAsked()).containsExactlyInAnyOrderElementsOf(SERVICES);
    }

    @Test
    void buildsNothingForATest() throws Exception {
        // Given
        build();
        write("router-service/src/test/java/ATest.java", "class ATest {}");
        // When
        var build = build();
        // Then
        assertThat(build.output()).contains("Nothing changed");
    }

    @Test
    void buildsWhatWasCleaned() throws Exception {
        // Given
        build();
        Files.delete(checkout.resolve("gateway-service/target/quarkus-app/quarkus-run.jar"));
        // When
        build();
        // Then
        assertThat(modulesAsked()).containsExactly("gateway-service");
    }

    @Test
    void showsTheErrorsOfAFailedBuildAndTriesAgain() throws Exception {
        // When
        var broken = run(Map.of("BROKEN", "yes"), "build");
        var mended = build();
        // Then
        assertThat(broken.exitCode()).isEqualTo(1);
        assertThat(broken.output()).contains("Route.java:[3,1] class expected", "build.log");
        assertThat(mended.exitCode()).isZero();
        assertThat(modulesAsked()).contains("router-service");
    }

    @Test
    void refusesAMavenThatIsTooOld() throws Exception {
        // When
        var refused = run(Map.of("MAVEN_VERSION", "3.6.3"), "build");
        // Then
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output()).contains("needs Maven 3.8.7 or newer", "is 3.6.3");
    }

    @Test
    void failsTheTestsWhenMavenFailsAndLeavesTheEndToEndTestsForLater() throws Exception {
        // When
        var failed = run(Map.of("BROKEN", "yes"), "test");
        // Then
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.output()).contains("Route.java:[3,1] class expected").doesNotContain("All tests passed");
        assertThat(checkout.resolve("asked-of-maven")).hasContent("-B -ntp verify -pl !e2e-tests");
    }

    @Test
    void namesACommandThatItDoesNotKnow() throws Exception {
        // When
        var refused = run(Map.of(), "upp");
        // Then
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output()).contains("no command 'upp'", "./xrouter up");
    }

    @Test
    void saysWhatIsMissingForNativeImages() throws Exception {
        // When
        var refused = run(Map.of("XROUTER_ENGINE", "no-such-engine"), "images", "--native");
        // Then
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output())
                .contains("Native images need a container engine", "no-such-engine is not in PATH", "--sources");
        assertThat(checkout.resolve("asked-of-maven")).doesNotExist();
    }

    @Test
    void refusesAnOptionOfImagesThatItDoesNotKnow() throws Exception {
        // When
        var refused = run(Map.of(), "images", "--natvie");
        // Then
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output()).contains("There is no option --natvie", "--native", "XROUTER_IMAGE_PREFIX");
    }

    private record Ended(int exitCode, String output) {}

    private Ended build() throws Exception {
        Files.deleteIfExists(checkout.resolve("asked-of-maven"));
        return run(Map.of(), "build");
    }

    private Ended run(Map<String, String> environment, String... arguments) throws Exception {
        var variables = new HashMap<>(environment);
        variables.putIfAbsent("MAVEN_VERSION", "3.8.7");
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        variables.put("PATH", checkout.resolve("bin") + ":" + System.getenv("PATH"));
        var output = checkout.resolve("output");
        var command =
                new ArrayList<>(List.of("bash", checkout.resolve("xrouter").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().remove("XROUTER_STATE_DIR");
        builder.environment().putAll(variables);
        var process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    /** What Maven was asked to build last. */
    private List<String> modulesAsked() throws IOException {
        var asked = Files.readAllLines(checkout.resolve("asked-of-maven")).getLast();
        assertThat(asked).contains("-Dquick");
        return List.of(asked.replaceFirst(".*-pl ", "").split(","));
    }

    private void writeProgram(String name, String text) throws IOException {
        write("bin/" + name, text);
        Files.setPosixFilePermissions(checkout.resolve("bin/" + name), PosixFilePermissions.fromString("rwx------"));
    }

    private void write(String path, String text) throws IOException {
        var file = checkout.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
