package ru.xrouter.local.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import ru.xrouter.local.plan.LaunchPlan;
import ru.xrouter.local.state.PidFiles;

/** One nginx in the foreground, with a folder of its own. */
final class Nginx {
    private static final List<Path> PROGRAMS = List.of(
            Path.of("/usr/sbin/nginx"),
            Path.of("/usr/local/sbin/nginx"),
            Path.of("/usr/bin/nginx"),
            Path.of("/opt/homebrew/bin/nginx"));
    private static final List<Path> MODULES = List.of(
            Path.of("/usr/lib/nginx/modules/ngx_stream_module.so"),
            Path.of("/usr/lib64/nginx/modules/ngx_stream_module.so"));
    private static final String MISSING =
            "Replicas need nginx with its stream module; on Debian: apt-get install nginx-light libnginx-mod-stream";
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    private final LaunchPlan plan;
    private final PidFiles pids;
    private final String label;
    private @Nullable Process process;

    Nginx(LaunchPlan plan, PidFiles pids, String label) {
        this.plan = plan;
        this.pids = pids;
        this.label = label;
    }

    /** Where its files are, by the state's own address. */
    Path folder() {
        return plan.state().directory(label);
    }

    /** @param text what it does, but for how the process itself runs */
    void start(String text) throws StartFailedException {
        try {
            Files.createDirectories(folder().resolve("logs"));
            configure(text);
            var started = new ProcessBuilder(command())
                    .redirectErrorStream(true)
                    .redirectOutput(plan.state().log(label).toFile())
                    .start();
            process = started;
            pids.write(label, started.toHandle());
        } catch (IOException e) {
            throw new StartFailedException(MISSING, List.of(String.valueOf(e.getMessage())));
        }
    }

    private void configure(String text) throws IOException {
        Files.writeString(configuration(), """
                %s
                %s
                daemon off;
                worker_processes 1;
                pid nginx.pid;
                error_log logs/error.log;
                events { worker_connections 8192; }
                %s""".formatted(module(), user(), text));
    }

    private static String module() {
        return MODULES.stream()
                .filter(Files::exists)
                .map("load_module %s;"::formatted)
                .findFirst()
                .orElse("");
    }

    /** The state belongs to whoever started all this; as root nginx would leave it to another. */
    private static String user() {
        return System.getProperty("user.name").equals("root") ? "user root;" : "";
    }

    private Path configuration() {
        return folder().resolve("nginx.conf");
    }

    private List<String> command() throws StartFailedException {
        var program = PROGRAMS.stream().filter(Files::isExecutable).findFirst();
        if (program.isEmpty()) {
            throw new StartFailedException(MISSING, List.of());
        }
        return List.of(
                program.get().toString(),
                "-p",
                folder().toString(),
                "-c",
                configuration().toString());
    }

    /** Connections that are open go on as before, until their ends close them; those of HTTP end with their response. */
    void reload(String text) throws IOException, StartFailedException, InterruptedException {
        configure(text);
        var command =
                Stream.concat(command().stream(), Stream.of("-s", "reload")).toList();
        var reloaded = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(plan.state().log(label).toFile()))
                .start()
                .waitFor();
        if (reloaded != 0) {
            throw new StartFailedException("%s did not take its new configuration.".formatted(label), List.of());
        }
    }

    void stop() {
        var running = process;
        if (running != null) {
            Termination.of(running.toHandle(), LONGEST_STOP);
            try {
                pids.remove(label);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
