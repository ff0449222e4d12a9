package ru.xrouter.yandexgpt.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** A service account's authorized key. */
record AuthorizedKey(String id, String serviceAccountId, PrivateKey privateKey) {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    /** Reads the file that Yandex Cloud gives out; one that cannot be a key stops the start. */
    static AuthorizedKey read(Path file) {
        try {
            return of(Files.readAllBytes(file));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            // The cause may quote the key.
            throw new IllegalStateException(
                    "xrouter.yandexgpt.service-account-key-file: %s is not an authorized key (%s)."
                            .formatted(file, e.getClass().getSimpleName()));
        }
    }

    /** Reads the text of such a file; what is thrown may quote the key. */
    static AuthorizedKey of(byte[] file) throws IOException, GeneralSecurityException {
        var json = new JsonMapper().readTree(file);
        return new AuthorizedKey(
                text(json, "id"), text(json, "service_account_id"), privateKey(text(json, "private_key")));
    }

    private static String text(JsonNode json, String name) {
        var value = json.path(name).asText("");
        if (value.isBlank()) {
            throw new IllegalArgumentException(name);
        }
        return value;
    }

    /** The text may hold a line of warning before the key itself. */
    private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        var begin = pem.indexOf(BEGIN);
        var end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("private_key");
        }
        var base64 = pem.substring(begin + BEGIN.length(), end);
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
    }

    /** What nobody has who may not use it. */
    String secret() {
        return Base64.getEncoder().encodeToString(privateKey.getEncoded());
    }

    @Override
    public String toString() {
        return "AuthorizedKey[id=%s, ***]".formatted(id);
    }
}
