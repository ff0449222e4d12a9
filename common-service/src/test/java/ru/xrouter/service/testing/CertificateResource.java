package ru.xrouter.service.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.util.Map;
import ru.xrouter.api.testing.MadeCertificate;

/** A certificate for localhost that is its own authority, in files named as cert-manager names them. */
public final class CertificateResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        try {
            var folder = Files.createTempDirectory("tls");
            MadeCertificate.asSecret(folder);
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

    @Override
    public void stop() {}
}
