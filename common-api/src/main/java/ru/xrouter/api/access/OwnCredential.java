package ru.xrouter.api.access;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An account's own credential at a provider, on its way from auth-service to the adapter. Those between pass it on and
 * keep it in memory alone; its text form holds nothing of it.
 *
 * @param provider the adapter's name, as callers write it in {@code provider.order}
 * @param credential the {@link ru.xrouter.api.adapter.CustomerCredential#header() header form} of the credential
 * @param allowFallback whether the provider may be called with ours when it does not serve with the account's own
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record OwnCredential(
        @JsonProperty("provider") String provider,
        @JsonProperty("credential") String credential,
        @JsonProperty("allow_fallback") boolean allowFallback) {
    private static final Pattern PROVIDER = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Pattern BASE64URL = Pattern.compile("[A-Za-z0-9_-]{1,12000}");
    private static final int PARTS = 3;

    public OwnCredential {
        if (!isProvider(provider) || !BASE64URL.matcher(credential).matches()) {
            throw new IllegalArgumentException("Not an account's own credential.");
        }
    }

    /** Whether a provider may be called so. */
    public static boolean isProvider(String name) {
        return PROVIDER.matcher(name).matches();
    }

    /** The value of {@code x-xrouter-own-credentials}. */
    public static String header(List<OwnCredential> all) {
        return all.stream()
                .map(own -> own.provider + ":" + (own.allowFallback ? 1 : 0) + ":" + own.credential)
                .collect(Collectors.joining(","));
    }

    /**
     * Reads a header's value; none when there is no header.
     *
     * @throws IllegalArgumentException when it cannot be read; the message holds nothing of it
     */
    public static List<OwnCredential> parse(@Nullable String header) {
        if (header == null || header.isEmpty()) {
            return List.of();
        }
        var all = new ArrayList<OwnCredential>();
        for (var one : header.split(",", -1)) {
            var parts = one.split(":", -1);
            if (parts.length != PARTS) {
                throw new IllegalArgumentException("Not an account's own credential.");
            }
            all.add(new OwnCredential(parts[0], parts[2], "1".equals(parts[1])));
        }
        return List.copyOf(all);
    }

    @Override
    public String toString() {
        return "OwnCredential[" + provider + "]";
    }
}
