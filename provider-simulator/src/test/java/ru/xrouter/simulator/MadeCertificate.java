package ru.xrouter.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** A certificate that signs itself, and its key, as PEM files; made by the JDK's keytool. */
public record MadeCertificate(Path certificate, Path key) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    public static MadeCertificate of(String name, Path folder)
            throws IOException, InterruptedException, GeneralSecurityException {
        var store = folder.resolve(name + ".p12");
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=dns:" + name,
                "-alias",
                "key",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString());
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
        try (var in = Files.newInputStream(store)) {
            return written(in, name, folder);
        }
    }

    private static MadeCertificate written(InputStream in, String name, Path folder)
            throws IOException, GeneralSecurityException {
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(in, PASSWORD);
        var certificate = pem("CERTIFICATE", keys.getCertificate("key").getEncoded());
        var key = pem("PRIVATE KEY", keys.getKey("key", PASSWORD).getEncoded());
        return new MadeCertificate(
                Files.writeString(folder.resolve(name + ".pem"), certificate),
                Files.writeString(folder.resolve(name + ".key"), key));
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(kind, Base64.getMimeEncoder().encodeToString(content));
    }
}
