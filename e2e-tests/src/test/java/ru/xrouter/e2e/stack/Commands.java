package ru.xrouter.e2e.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs as a user does in a shell. */
public record Commands(Path folder, Map<String, String> environment) {
    public Commands {
        environment = Map.copyOf(environment);
    }

    /** Whether the command can be run here; where it cannot, that is printed. */
    public boolean work(String... command) {
        try {
            if (start(command, true).waitFor() == 0) {
                return true;
            }
        } catch (IOException _) {
            // No such program.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.printf("Not here: %s%n", String.join(" ", command));
        return false;
    }

    /** What the command printed; a command that fails or hangs is a failed test. */
    public String run(String... command) {
        try {
            var process = start(command, false);
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(3, TimeUnit.MINUTES))
                    .as("%s ended", String.join(" ", command))
                    .isTrue();
            assertThat(process.exitValue()).as("%s: %s", command[0], output).isZero();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Process start(String[] command, boolean silent) throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        if (silent) {
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        }
        return builder.start();
    }
}
