package ru.xrouter.api.adapter;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A customer's own credential at a provider, used in place of ours. Never logged and never shown: its text form holds
 * neither the secret nor the settings.
 *
 * @param secret what the provider gave the customer: an authorization key, an API key, the JSON of an authorized key
 * @param settings what the provider wants to know besides, by the adapter's names: {@code scope}, {@code folder_id}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CustomerCredential(
        @JsonProperty("secret") String secret,
        @JsonProperty("settings") Map<String, String> settings) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST_SECRET = 4096;
    private static final int LONGEST_SETTING = 256;
    private static final int MOST_SETTINGS = 8;
    private static final Pattern NAME = Pattern.compile("[a-z_]{1,32}");

    public CustomerCredential(@Nullable String secret, @Nullable Map<String, String> settings) {
        if (secret == null || secret.isBlank() || secret.length() > LONGEST_SECRET) {
            throw new IllegalArgumentException("A secret has 1 to %d characters.".formatted(LONGEST_SECRET));
        }
        var copy = settings == null ? Map.<String, String>of() : Map.copyOf(settings);
        if (copy.size() > MOST_SETTINGS
                || !copy.keySet().stream().allMatch(name -> NAME.matcher(name).matches())
                || !copy.values().stream().allMatch(value -> value.length() <= LONGEST_SETTING)) {
            throw new IllegalArgumentException("At most %d settings of at most %d characters, named in lower case."
                    .formatted(MOST_SETTINGS, LONGEST_SETTING));
        }
        this.secret = secret;
        this.settings = copy;
    }

    /** A setting; null when the customer gave none. */
    public @Nullable String setting(String name) {
        return settings.get(name);
    }

    /** Names the credential where it must not be told: in keys of caches. Of two credentials never the same. */
    public String fingerprint() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    /** The value of {@code x-xrouter-provider-credential}. */
    public String header() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json());
    }

    /**
     * Reads a header's value.
     *
     * @throws IllegalArgumentException when it is none; the message holds nothing of it
     */
    public static CustomerCredential ofHeader(String value) {
        byte[] json;
        try {
            json = Base64.getUrlDecoder().decode(value.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("Not base64url.");
        }
        return ofJson(json);
    }

    /**
     * Reads {@code {"secret": "…", "settings": {…}}}.
     *
     * @throws IllegalArgumentException when it is none; the message holds nothing of it
     */
    public static CustomerCredential ofJson(byte[] json) {
        try {
            var credential = JSON.readValue(json, CustomerCredential.class);
            if (credential != null) {
                return credential;
            }
        } catch (IOException _) {
            // Jackson's message quotes what it read: that must go nowhere.
        }
        throw new IllegalArgumentException("Not a credential.");
    }

    /** The credential as {@link #ofJson} reads it. */
    public byte[] json() {
        try {
            return JSON.writeValueAsBytes(new CanonicalForm(secret, new TreeMap<>(settings)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record of plain fields can be written.", e);
        }
    }

    /** Always in the same order, so that the same credential has one fingerprint. */
    private record CanonicalForm(
            @JsonProperty("secret") String secret,
            @JsonProperty("settings") TreeMap<String, String> settings) {}

    @Override
    public String toString() {
        return "CustomerCredential[***]";
    }
}
