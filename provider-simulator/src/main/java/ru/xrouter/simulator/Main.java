package ru.xrouter.simulator;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Runs the simulator until the process is told to stop: {@code --port 8090}, or {@code SIMULATOR_PORT}; HTTPS with {@code
 * --tls-certificate} and {@code --tls-key}.
 */
public final class Main {
    private static final String DEFAULT_PORT = "8090";

    private Main() {}

    /** Starts the simulator and prints one line once it listens. */
    public static void main(String[] args) {
        var port = System.getenv().getOrDefault("SIMULATOR_PORT", DEFAULT_PORT);
        System.setProperty("vertx.disableTCCL", "true");
        System.setProperty("io.netty.leakDetection.level", "disabled");
        var simulator = Simulator.start(Integer.parseInt(option(args, "--port", port)), tls(args));
        Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "simulator-close"));
        System.out.println("provider-simulator listens on http://localhost:" + simulator.port());
    }

    private static @Nullable Tls tls(String[] args) {
        var certificate = option(args, "--tls-certificate", "");
        var authority = option(args, "--client-authority", "");
        return certificate.isEmpty()
                ? null
                : new Tls(
                        Path.of(certificate),
                        Path.of(option(args, "--tls-key", "")),
                        authority.isEmpty() ? null : Path.of(authority));
    }

    private static String option(String[] args, String name, String otherwise) {
        for (var i = 0; i < args.length; i++) {
            if (args[i].startsWith(name + "=")) {
                return args[i].substring(name.length() + 1);
            }
            if (args[i].equals(name) && i + 1 < args.length) {
                return args[i + 1];
            }
        }
        return otherwise;
    }
}
