package ru.xrouter.auth.apikey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;

/** Reads {@link KeyTerms}, whole or as a change of others (RFC 7396). A member that no key has is refused by its name. */
@Singleton
class KeyTermsJson {
    private final ObjectMapper mapper;
    private final ObjectReader reader;

    KeyTermsJson(ObjectMapper mapper) {
        this.mapper = mapper;
        this.reader = mapper.readerFor(KeyTerms.class)
                .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .without(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
    }

    KeyTerms read(@Nullable JsonNode body) {
        try {
            return reader.readValue(object(body));
        } catch (UnrecognizedPropertyException e) {
            throw new InvalidParameterException(
                    e.getPropertyName(), "unsupported_parameter", "A key has no '%s'.".formatted(e.getPropertyName()));
        } catch (MismatchedInputException e) {
            var param = e.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                    .collect(Collectors.joining());
            throw new InvalidParameterException(param, "invalid_type", "Invalid type for '%s'.".formatted(param));
        } catch (JsonProcessingException e) {
            throw new InvalidParameterException(null, "invalid_json", "The body is no JSON object that can be read.");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The terms after the change: a member that is null goes back to its default, one left out stays. */
    KeyTerms changed(KeyTerms before, @Nullable JsonNode change) {
        ObjectNode merged = mapper.valueToTree(before);
        object(change).properties().forEach(member -> merged.set(member.getKey(), member.getValue()));
        return read(merged);
    }

    private static ObjectNode object(@Nullable JsonNode body) {
        if (body instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidParameterException(null, "invalid_type", "The body must be a JSON object.");
    }
}
