package ru.xrouter.simulator;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.payment.PaymentPage;

/**
 * Runs the simulator until the process is told to stop: {@code --port 8090}, or {@code SIMULATOR_PORT}; HTTPS with {@code
 * --tls-certificate} and {@code --tls-key}. With {@code --payment-webhook}, and {@code SIMULATOR_PAYMENT_SECRET} to sign
 * with, it has a payment page.
 */
public final class Main {
    private static final String DEFAULT_PORT = "8090";

    private Main() {}

    /** Starts the simulator and prints one line once it listens. */
    public static void main(String[] args) {
        var port = System.getenv().getOrDefault("SIMULATOR_PORT", DEFAULT_PORT);
        System.setProperty("vertx.disableTCCL", "true");
        System.setProperty("io.netty.leakDetection.level", "disabled");
        var simulator = Simulator.start(Integer.parseInt(option(args, "--port", port)), tls(args), payments(args));
        Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "simulator-close"));
        System.out.println("provider-simulator listens on http://localhost:" + simulator.port());
    }

    private static @Nullable PaymentPage payments(String[] args) {
        var webhook = option(args, "--payment-webhook", "");
        var secret = System.getenv("SIMULATOR_PAYMENT_SECRET");
        return webhook.isEmpty() || secret == null ? null : new PaymentPage(URI.create(webhook), secret);
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
