package ru.xrouter.gigachat.tls;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import ru.xrouter.gigachat.GigaChatConfig;

/** The certificate by which GigaChat knows us in place of an access token, with its key: PEM files. */
final class ClientCertificate {
    private static final Pattern ENCRYPTED = Pattern.compile(
            "-----BEGIN ENCRYPTED PRIVATE KEY-----(.+?)-----END ENCRYPTED PRIVATE KEY-----", Pattern.DOTALL);

    private ClientCertificate() {}

    static Optional<KeyCertOptions> of(GigaChatConfig config) {
        return config.clientCertificate().map(certificate -> {
            var key = config.clientKey()
                    .orElseThrow(() -> new IllegalStateException(
                            "xrouter.gigachat.client-key must be set beside xrouter.gigachat.client-certificate."));
            return new PemKeyCertOptions()
                    .addCertValue(read(certificate, "client-certificate"))
                    .addKeyValue(key(key, config.clientKeyPassword()));
        });
    }

    private static Buffer key(Path file, Optional<String> password) {
        var pem = read(file, "client-key");
        if (password.isEmpty()) {
            return pem;
        }
        var matcher = ENCRYPTED.matcher(pem.toString());
        if (!matcher.find()) {
            throw new IllegalStateException(
                    "xrouter.gigachat.client-key=%s is not an ENCRYPTED PRIVATE KEY (PKCS#8), but a password is set."
                            .formatted(file));
        }
        try {
            return pem(decrypted(Base64.getMimeDecoder().decode(matcher.group(1)), password.get()));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "xrouter.gigachat.client-key=%s cannot be opened with xrouter.gigachat.client-key-password."
                            .formatted(file),
                    e);
        }
    }

    private static byte[] decrypted(byte[] encrypted, String password) throws IOException, GeneralSecurityException {
        var info = new EncryptedPrivateKeyInfo(encrypted);
        var secret = new PBEKeySpec(password.toCharArray());
        try {
            var key = SecretKeyFactory.getInstance(info.getAlgName()).generateSecret(secret);
            var cipher = Cipher.getInstance(info.getAlgName());
            cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
            return info.getKeySpec(cipher).getEncoded();
        } finally {
            secret.clearPassword();
        }
    }

    private static Buffer pem(byte[] key) {
        var body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(key);
        return Buffer.buffer("-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
    }

    private static Buffer read(Path file, String setting) {
        try {
            return Buffer.buffer(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IllegalStateException("xrouter.gigachat.%s=%s cannot be read.".formatted(setting, file), e);
        }
    }
}
