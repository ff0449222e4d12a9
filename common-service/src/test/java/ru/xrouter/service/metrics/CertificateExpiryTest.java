package ru.xrouter.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class CertificateExpiryTest {
    private static final String PEM = """
            -----BEGIN CERTIFICATE-----
            MIIBcjCCARmgAwIBAgIUBjThHZyOl5ZjNYdkAREJJrvkI38wCgYIKoZIzj0EAwIw
            DzENMAsGA1UEAwwEdGVzdDAeFw0yNjExMjUxODE1MzFaFw0zNjExMjIxODE1MzFa
            MA8xDTALBgNVBAMMBHRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASMJjfg
            7fqjX5Utm6Yfugv8J7GOKiO7653LlNirWoZdrhnvwQOAI7fnKgwgrOXHm/np9cbQ
            tce5o4mpaVa7F/ebo1MwUTAdBgNVHQ4EFgQUBVWgncZidKW0DcIf6roudvtQE30w
            HwYDVR0jBBgwFoAUBVWgncZidKW0DcIf6roudvtQE30wDwYDVR0TAQH/BAUwAwEB
            /zAKBggqhkjOPQQDAgNHADBEAiA+2SIO0oHupgAavS1XbO2Q2rvej2ixbcbVKq7N
            0QXq2gIgDOGsiy9R3soFG56RhPib+wJO7kql74mI1zqE6tM6L+o=
            -----END CERTIFICATE-----
            """;

    @Test
    void tellsTheSecondsUntilTheFirstCertificateEnds() throws Exception {
        // Given
        var certificate = certificate();
        var store = empty();
        store.setCertificateEntry("server", certificate);
        var before = Clock.fixed(certificate.getNotAfter().toInstant().minus(Duration.ofDays(3)), ZoneOffset.UTC);
        var after = Clock.fixed(certificate.getNotAfter().toInstant().plusSeconds(60), ZoneOffset.UTC);
        // Then
        assertThat(CertificateExpiry.secondsLeft(store, before)).isEqualTo(259_200.0);
        assertThat(CertificateExpiry.secondsLeft(store, after)).isEqualTo(-60.0);
    }

    @Test
    void tellsNothingWithoutACertificate() throws Exception {
        assertThat(CertificateExpiry.secondsLeft(null, Clock.systemUTC())).isNaN();
        assertThat(CertificateExpiry.secondsLeft(empty(), Clock.systemUTC())).isNaN();
    }

    private static KeyStore empty() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static X509Certificate certificate() throws GeneralSecurityException {
        var pem = new ByteArrayInputStream(PEM.getBytes(StandardCharsets.US_ASCII));
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
    }
}
