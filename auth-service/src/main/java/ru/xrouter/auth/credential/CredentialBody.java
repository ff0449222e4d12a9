package ru.xrouter.auth.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.api.chat.InvalidParameterException;

/** Reads what callers send, by hand, because a parser's messages quote what they could not read. Pure. */
record CredentialBody(CustomerCredential credential, boolean allowFallback) {
    private static final String SECRET = "secret";
    private static final String SETTINGS = "settings";
    private static final String ALLOW_FALLBACK = "allow_fallback";

    /** A whole credential: {@code {"secret", "settings", "allow_fallback"}}. */
    static CredentialBody read(@Nullable JsonNode body) {
        var object = object(body, Set.of(SECRET, SETTINGS, ALLOW_FALLBACK));
        var secret = object.path(SECRET);
        if (secret.isMissingNode()) {
            throw new InvalidParameterException(
                    SECRET, "missing_required_parameter", "Missing required parameter: 'secret'.");
        }
        if (!secret.isTextual()) {
            throw invalid(SECRET, "'secret' must be a string.");
        }
        try {
            return new CredentialBody(
                    new CustomerCredential(secret.textValue(), settings(object.path(SETTINGS))), flag(object));
        } catch (IllegalArgumentException e) {
            var text = String.valueOf(e.getMessage());
            throw invalid(text.startsWith("A secret") ? SECRET : SETTINGS, text);
        }
    }

    /** A change of the choice alone: {@code {"allow_fallback"}}. */
    static boolean readChoice(@Nullable JsonNode body) {
        var object = object(body, Set.of(ALLOW_FALLBACK));
        if (!object.has(ALLOW_FALLBACK)) {
            throw new InvalidParameterException(
                    ALLOW_FALLBACK, "missing_required_parameter", "Missing required parameter: 'allow_fallback'.");
        }
        return flag(object);
    }

    private static ObjectNode object(@Nullable JsonNode body, Set<String> known) {
        if (!(body instanceof ObjectNode object)) {
            throw new InvalidParameterException(null, "invalid_type", "The body must be a JSON object.");
        }
        object.properties().forEach(member -> {
            if (!known.contains(member.getKey())) {
                throw new InvalidParameterException(
                        null,
                        "unsupported_parameter",
                        "The body may have %s alone."
                                .formatted(known.stream().sorted().collect(Collectors.joining(", "))));
            }
        });
        return object;
    }

    private static Map<String, String> settings(JsonNode settings) {
        var read = new HashMap<String, String>();
        if (!settings.isMissingNode() && !settings.isNull() && !settings.isObject()) {
            throw invalid(SETTINGS, "'settings' must be an object of strings.");
        }
        settings.properties().forEach(setting -> {
            if (!setting.getValue().isTextual()) {
                throw invalid(SETTINGS, "'settings' must be an object of strings.");
            }
            read.put(setting.getKey(), setting.getValue().textValue());
        });
        return read;
    }

    private static boolean flag(ObjectNode object) {
        var flag = object.path(ALLOW_FALLBACK);
        if (!flag.isMissingNode() && !flag.isBoolean()) {
            throw invalid(ALLOW_FALLBACK, "'allow_fallback' must be true or false.");
        }
        return flag.booleanValue();
    }

    private static InvalidParameterException invalid(String param, String message) {
        return new InvalidParameterException(param, "invalid_value", message);
    }
}
