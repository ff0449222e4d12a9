package ru.xrouter.chart.installed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for localhost that is its own authority, in files named as cert-manager names them. */
record Certificates(Path folder) {
    private static final String PASSWORD = "changeit";
    private static final String STORE = "store.p12";
    private static final String ENTRY = "key";

    static Certificates make(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        Files.createDirectories(folder);
        var keytool = Processes.program("keytool");
        Processes.run(
                folder.resolve("keytool.log"),
                keytool,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-alias",
                ENTRY,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                folder.resolve(STORE).toString());
        var certificates = new Certificates(folder);
        var store = certificates.store();
        var certificate = pem("CERTIFICATE", store.getCertificate(ENTRY).getEncoded());
        Files.writeString(folder.resolve("tls.crt"), certificate);
        Files.writeString(folder.resolve("ca.crt"), certificate);
        Files.createFile(
                folder.resolve("tls.key"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                folder.resolve("tls.key"),
                pem("PRIVATE KEY", store.getKey(ENTRY, PASSWORD.toCharArray()).getEncoded()));
        return certificates;
    }

    /** Trusts the authority and nobody else. */
    SSLContext trusting() throws IOException, GeneralSecurityException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", store().getCertificate(ENTRY));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private KeyStore store() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(folder.resolve(STORE).toFile(), PASSWORD.toCharArray());
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(kind, Base64.getMimeEncoder().encodeToString(content));
    }
}
