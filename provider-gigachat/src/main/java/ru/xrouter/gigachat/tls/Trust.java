package ru.xrouter.gigachat;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom we trust: the usual certificate authorities and those of one PEM file. Verification is always on. */
public final class Trust {
    private Trust() {}

    /** Adds the file's certificates to the default ones; without a file the defaults stay as they are. */
    public static HttpClientOptions apply(HttpClientOptions options, GigaChatConfig config) {
        config.caCertificate().ifPresent(file -> options.setTrustOptions(TrustOptions.wrap(beside(file))));
        return options.setVerifyHost(true);
    }

    private static TrustManagerFactory beside(Path file) {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            addDefaults(store);
            addFile(store, file);
            return factory(store);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "xrouter.gigachat.ca-certificate=%s is not a readable PEM file of certificates.".formatted(file),
                    e);
        }
    }

    private static void addDefaults(KeyStore store) throws GeneralSecurityException {
        int number = 0;
        for (var manager : factory(null).getTrustManagers()) {
            if (manager instanceof X509TrustManager trusted) {
                for (var certificate : trusted.getAcceptedIssuers()) {
                    store.setCertificateEntry("default-" + number++, certificate);
                }
            }
        }
    }

    private static void addFile(KeyStore store, Path file) throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(file)) {
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IOException("The file holds no certificate.");
            }
            int number = 0;
            for (var certificate : certificates) {
                store.setCertificateEntry("file-" + number++, certificate);
            }
        }
    }

    private static TrustManagerFactory factory(@Nullable KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
