package ru.xrouter.service.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A certificate for localhost that is its own authority, in files named as cert-manager names them. */
public final class CertificateResource implements QuarkusTestResourceLifecycleManager {
    private static final String PASSWORD = "changeit";

    @Override
    public Map<String, String> start() {
        try {
            var folder = Files.createTempDirectory("tls");
            var store = folder.resolve("store.p12");
            make(store);
            try (var in = Files.newInputStream(store)) {
                var keys = KeyStore.getInstance("PKCS12");
                keys.load(in, PASSWORD.toCharArray());
                var certificate = pem("CERTIFICATE", keys.getCertificate("key").getEncoded());
                Files.writeString(folder.resolve("tls.crt"), certificate);
                Files.writeString(folder.resolve("ca.crt"), certificate);
                Files.writeString(
                        folder.resolve("tls.key"),
                        pem(
                                "PRIVATE KEY",
                                keys.getKey("key", PASSWORD.toCharArray()).getEncoded()));
            }
            return Map.of("xrouter.tls.directory", folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void make(Path store) throws IOException, InterruptedException {
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var process = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-alias",
                        "key",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString()))
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(kind, Base64.getMimeEncoder().encodeToString(content));
    }

    @Override
    public void stop() {}
}
