package ru.xrouter.yandexgpt.token;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Authorized keys made for a test. */
public final class KeyFiles {
    private KeyFiles() {}

    public static KeyPair keyPair() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes a key as Yandex Cloud gives it out, with the line of warning before it. */
    public static Path write(Path file, KeyPair pair) {
        var pem = "PLEASE DO NOT REMOVE THIS LINE! Yandex.Cloud SA Key ID <ajekey>\n-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        var json = new JsonMapper()
                .createObjectNode()
                .put("id", "ajekey")
                .put("service_account_id", "ajeaccount")
                .put("created_at", "2026-11-01T00:00:00Z")
                .put("key_algorithm", "RSA_2048")
                .put("private_key", pem);
        try {
            return Files.writeString(file, json.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
