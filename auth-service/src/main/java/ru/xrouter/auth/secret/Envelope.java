package ru.xrouter.auth.secret;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM under the envelope key. Each text is bound to the name of what it belongs to. What was sealed under a key
 * before the current one can still be opened.
 */
@Singleton
public class Envelope {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final EnvelopeKeys keys;

    Envelope(EnvelopeKeys keys) {
        this.keys = keys;
    }

    /** Name of the key that seals. */
    public String keyId() {
        return keys.currentId();
    }

    public byte[] seal(String name, String text) {
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, keys.current(), nonce, name)
                    .doFinal(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A secret could not be encrypted.", e);
        }
    }

    /** Empty when it was sealed under a key that is not known, or another name, or has been tampered with. */
    public Optional<String> open(String name, byte[] sealed) {
        return sealed.length <= NONCE
                ? Optional.empty()
                : keys.all().flatMap(key -> open(key, name, sealed)).findFirst();
    }

    /** The same under the current key; empty when it is already, or cannot be opened. */
    public Optional<byte[]> resealed(String name, byte[] sealed) {
        return sealed.length <= NONCE
                        || open(keys.current(), name, sealed).findFirst().isPresent()
                ? Optional.empty()
                : open(name, sealed).map(text -> seal(name, text));
    }

    private static Stream<String> open(SecretKeySpec key, String name, byte[] sealed) {
        try {
            var text = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(sealed, NONCE), name)
                    .doFinal(sealed, NONCE, sealed.length - NONCE);
            return Stream.of(new String(text, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException _) {
            return Stream.empty();
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, String name)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
