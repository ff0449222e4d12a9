package ru.xrouter.gigachat.tls;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import ru.xrouter.gigachat.GigaChatConfig;

/**
 * Whom we trust: the usual certificate authorities and beside them the Russian Trusted Root CA, which no usual store
 * holds, or those of a PEM file in its place. Verification is always on.
 */
public final class Trust {
    private static final String ROOT = "russian-trusted-root-ca.pem";

    private Trust() {}

    /** Trusts the address that gives access tokens. */
    public static HttpClientOptions apply(HttpClientOptions options, GigaChatConfig config) {
        return options.setTrustOptions(TrustOptions.wrap(managers(config))).setVerifyHost(true);
    }

    /** Trusts the address of the API, and shows it our own certificate, if we have one. */
    public static HttpClientOptions applyToApi(HttpClientOptions options, GigaChatConfig config) {
        ClientCertificate.of(config).ifPresent(options::setKeyCertOptions);
        return apply(options, config);
    }

    private static TrustManagerFactory managers(GigaChatConfig config) {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            addDefaults(store);
            int number = 0;
            for (var certificate : beside(config)) {
                store.setCertificateEntry("beside-" + number++, certificate);
            }
            return factory(store);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "xrouter.gigachat.ca-certificate=%s is not a readable PEM file of certificates."
                            .formatted(
                                    config.caCertificate().map(Path::toString).orElse("")),
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

    private static Collection<? extends Certificate> beside(GigaChatConfig config)
            throws IOException, GeneralSecurityException {
        var file = config.caCertificate();
        if (file.isEmpty()) {
            return shipped();
        }
        try (var in = Files.newInputStream(file.get())) {
            return certificates(in);
        }
    }

    /** The Russian Trusted Root CA. */
    static Collection<? extends Certificate> shipped() throws IOException, GeneralSecurityException {
        try (var in = Trust.class.getResourceAsStream(ROOT)) {
            if (in == null) {
                throw new IllegalStateException("The resource %s is missing.".formatted(ROOT));
            }
            return certificates(in);
        }
    }

    private static Collection<? extends Certificate> certificates(InputStream in)
            throws IOException, GeneralSecurityException {
        var certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
        if (certificates.isEmpty()) {
            throw new IOException("The file holds no certificate.");
        }
        return certificates;
    }

    private static TrustManagerFactory factory(@Nullable KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
