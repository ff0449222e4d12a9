package ru.xrouter.api.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate that is its own authority, and its key; made by the JDK's keytool.
 *
 * @param certificate as PEM
 * @param key as PEM, readable by nobody else
 * @param store both, as PKCS #12 under {@link #PASSWORD}
 */
public record MadeCertificate(Path certificate, Path key, Path store) {
    public static final String PASSWORD = "changeit";

    private static final String ENTRY = "key";

    /** Makes one for a host of this name, in files of this name. */
    public static MadeCertificate of(String name, Path folder)
            throws IOException, InterruptedException, GeneralSecurityException {
        return of(name, folder, name + ".pem", name + ".key");
    }

    /** Makes one for localhost, in files named as cert-manager names them: {@code tls.crt}, {@code tls.key}, {@code ca.crt}. */
    public static MadeCertificate asSecret(Path folder)
            throws IOException, InterruptedException, GeneralSecurityException {
        Files.createDirectories(folder);
        var made = of("localhost", folder, "tls.crt", "tls.key");
        Files.copy(made.certificate, folder.resolve("ca.crt"));
        return made;
    }

    private static MadeCertificate of(String name, Path folder, String certificateFile, String keyFile)
            throws IOException, InterruptedException, GeneralSecurityException {
        var store = folder.resolve(name + ".p12");
        make(name, store);
        var keys = keys(store);
        var key = Files.createFile(
                folder.resolve(keyFile),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return new MadeCertificate(
                Files.writeString(
                        folder.resolve(certificateFile),
                        pem("CERTIFICATE", keys.getCertificate(ENTRY).getEncoded())),
                Files.writeString(
                        key,
                        pem(
                                "PRIVATE KEY",
                                keys.getKey(ENTRY, PASSWORD.toCharArray()).getEncoded())),
                store);
    }

    /** For a client that trusts this certificate and nobody else, and shows none. */
    public SSLContext trusting() throws IOException, GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust(), null);
        return context;
    }

    /** For a server that shows this certificate, and trusts the other where it asks for one. */
    public SSLContext serving(MadeCertificate other) throws IOException, GeneralSecurityException {
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys(store), PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), other.trust(), null);
        return context;
    }

    private TrustManager[] trust() throws IOException, GeneralSecurityException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", keys(store).getCertificate(ENTRY));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust.getTrustManagers();
    }

    private static KeyStore keys(Path store) throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    private static void make(String name, Path store) throws IOException, InterruptedException {
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
                ENTRY,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString());
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(kind, Base64.getMimeEncoder().encodeToString(content));
    }
}
