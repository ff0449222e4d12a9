package ru.xrouter.service.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** How long the certificates of the TLS registry are good for still, by the name of their configuration. Follows a rotation. */
@Singleton
class CertificateExpiry {
    static final String METRIC = "xrouter_tls_certificate_expiry_seconds";
    private static final String DEFAULT = "default";
    /** The names that have settings of their own: {@code quarkus.tls.NAME.key-store…} and {@code …trust-store…}. */
    private static final Pattern NAMED =
            Pattern.compile("quarkus\\.tls\\.\"?([\\w-]+)\"?\\.(?:key-store|trust-store)\\..*");

    void watch(
            @Observes StartupEvent started, TlsConfigurationRegistry registry, MeterRegistry metrics, Config config) {
        registry.getDefault().ifPresent(_ -> gauges(DEFAULT, registry, metrics));
        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .map(NAMED::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(matcher -> matcher.group(1))
                .distinct()
                .filter(name -> registry.get(name).isPresent())
                .forEach(name -> gauges(name, registry, metrics));
    }

    private static void gauges(String name, TlsConfigurationRegistry registry, MeterRegistry metrics) {
        gauge(name, "key", metrics, () -> store(name, registry, TlsConfiguration::getKeyStore));
        gauge(name, "trust", metrics, () -> store(name, registry, TlsConfiguration::getTrustStore));
    }

    private static @Nullable KeyStore store(String name, TlsConfigurationRegistry registry, Store store) {
        var current = DEFAULT.equals(name) ? registry.getDefault() : registry.get(name);
        return current.map(store::of).orElse(null);
    }

    private static void gauge(String name, String use, MeterRegistry metrics, Source source) {
        if (source.get() != null) {
            Gauge.builder(METRIC, () -> secondsLeft(source.get(), Clock.systemUTC()))
                    .description("Until the first of the certificates is no longer valid")
                    .tag("name", name)
                    .tag("use", use)
                    .register(metrics);
        }
    }

    /** Not a number when there is no certificate. */
    static double secondsLeft(@Nullable KeyStore store, Clock clock) {
        return store == null
                ? Double.NaN
                : certificates(store)
                        .map(certificate -> certificate.getNotAfter().toInstant())
                        .min(Instant::compareTo)
                        .map(end ->
                                (double) Duration.between(clock.instant(), end).toSeconds())
                        .orElse(Double.NaN);
    }

    private static Stream<X509Certificate> certificates(KeyStore store) {
        try {
            return Collections.list(store.aliases()).stream()
                    .flatMap(alias -> chain(store, alias))
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast);
        } catch (KeyStoreException _) {
            return Stream.empty();
        }
    }

    private static Stream<java.security.cert.Certificate> chain(KeyStore store, String alias) {
        try {
            var chain = store.getCertificateChain(alias);
            return chain == null ? Stream.ofNullable(store.getCertificate(alias)) : Stream.of(chain);
        } catch (KeyStoreException _) {
            return Stream.empty();
        }
    }

    @FunctionalInterface
    private interface Store {
        @Nullable
        KeyStore of(TlsConfiguration configuration);
    }

    @FunctionalInterface
    private interface Source {
        @Nullable
        KeyStore get();
    }
}
