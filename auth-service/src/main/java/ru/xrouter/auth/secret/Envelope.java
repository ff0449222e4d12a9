package ru.xrouter.auth.secret;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** AES-256-GCM under the envelope key. Each text is bound to the name of what it belongs to. */
@Singleton
public class Envelope {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;

    Envelope(SecretConfig config, @ConfigProperty(name = "xrouter.auth.pepper") Optional<String> pepper) {
        var bytes = config.key().map(Envelope::parse).orElseGet(() -> derive(pepper.orElse("")));
        if (bytes.length != KEY_BYTES) {
            throw new IllegalStateException(
                    "xrouter.auth.envelope.key (XROUTER_AUTH_ENVELOPE_KEY) must be 64 hex digits.");
        }
        key = new SecretKeySpec(bytes, "AES");
    }

    public byte[] seal(String name, String text) {
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A secret could not be encrypted.", e);
        }
    }

    /** Empty when it was sealed under another key or name, or has been tampered with. */
    public Optional<String> open(String name, byte[] sealed) {
        if (sealed.length <= NONCE) {
            return Optional.empty();
        }
        var nonce = java.util.Arrays.copyOf(sealed, NONCE);
        try {
            var text = cipher(Cipher.DECRYPT_MODE, nonce, name).doFinal(sealed, NONCE, sealed.length - NONCE);
            return Optional.of(new String(text, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] parse(String hex) {
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }

    private static byte[] derive(String pepper) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(pepper.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal("xrouter envelope key".getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("xrouter.auth.pepper (XROUTER_AUTH_PEPPER) must be set.", e);
        }
    }
}
