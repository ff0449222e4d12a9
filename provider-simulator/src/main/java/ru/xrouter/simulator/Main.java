package ru.xrouter.simulator;

/** Runs the simulator until the process is told to stop: {@code --port 8090}, or {@code SIMULATOR_PORT}. */
public final class Main {
    private static final String DEFAULT_PORT = "8090";

    private Main() {}

    /** Starts the simulator and prints one line once it listens. */
    public static void main(String[] args) {
        System.setProperty("vertx.disableTCCL", "true");
        System.setProperty("io.netty.leakDetection.level", "disabled");
        var simulator = Simulator.start(port(args));
        Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "simulator-close"));
        System.out.println("provider-simulator listens on http://localhost:" + simulator.port());
    }

    private static int port(String[] args) {
        for (var i = 0; i < args.length; i++) {
            if (args[i].startsWith("--port=")) {
                return Integer.parseInt(args[i].substring("--port=".length()));
            }
            if (args[i].equals("--port") && i + 1 < args.length) {
                return Integer.parseInt(args[i + 1]);
            }
        }
        return Integer.parseInt(System.getenv().getOrDefault("SIMULATOR_PORT", DEFAULT_PORT));
    }
}
