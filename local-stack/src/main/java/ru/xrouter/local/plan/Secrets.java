package ru.xrouter.local.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the services of one state directory share with nobody else. */
public record Secrets(
        String serviceToken, String authPepper, String authDatabasePassword, String billingDatabasePassword) {
    private static final String SERVICE_TOKEN = "XROUTER_SERVICE_TOKEN";
    private static final String AUTH_PEPPER = "XROUTER_AUTH_PEPPER";
    private static final String AUTH_DATABASE_PASSWORD = "XROUTER_AUTH_DB_PASSWORD";
    private static final String BILLING_DATABASE_PASSWORD = "XROUTER_BILLING_DB_PASSWORD";
    private static final SecureRandom RANDOM = new SecureRandom();

    public static Secrets generate() {
        return new Secrets(random(), random(), random(), random());
    }

    /** Reads lines of the form NAME=value. */
    public static Secrets parse(String text) {
        var values = text.lines()
                .filter(line -> line.contains("="))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        return new Secrets(
                value(values, SERVICE_TOKEN),
                value(values, AUTH_PEPPER),
                value(values, AUTH_DATABASE_PASSWORD),
                value(values, BILLING_DATABASE_PASSWORD));
    }

    /** The form that {@link #parse} reads and a shell can source. */
    public String format() {
        return """
                %s=%s
                %s=%s
                %s=%s
                %s=%s
                """.formatted(
                        SERVICE_TOKEN,
                        serviceToken,
                        AUTH_PEPPER,
                        authPepper,
                        AUTH_DATABASE_PASSWORD,
                        authDatabasePassword,
                        BILLING_DATABASE_PASSWORD,
                        billingDatabasePassword);
    }

    /** What the payment provider's stand-in signs with: told from the service token, so that it is no secret more to keep. */
    public String paymentSecret() {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest(("payments of " + serviceToken).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }

    @Override
    public String toString() {
        return "Secrets[redacted]";
    }

    private static String value(Map<String, String> values, String name) {
        return Optional.ofNullable(values.get(name))
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new IllegalArgumentException("secrets.env has no " + name));
    }

    private static String random() {
        var bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
