package ru.xrouter.provider.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import ru.xrouter.api.chat.InvalidParameterException;

/**
 * A caller's JSON Schema. It stands alone: a reference to anything outside it is refused, so that nobody can have us
 * fetch an address or read a file.
 */
final class SchemaCheck {
    private static final String PARAM = "response_format.json_schema.schema";
    private static final int MOST_FAULTS = 10;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final Set<String> REFERENCES = Set.of("$ref", "$dynamicRef", "$recursiveRef");
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            builder -> builder.enableSchemaCache(false)
                    .schemaLoaders(loaders -> loaders.add(iri -> {
                        if (iri.toString().startsWith("classpath:")) {
                            return null; // The drafts that come with the library: references were checked before.
                        }
                        throw new IllegalArgumentException("Nothing is fetched.");
                    })));

    private final JsonSchema schema;

    private SchemaCheck(JsonSchema schema) {
        this.schema = schema;
    }

    /** @throws InvalidParameterException when it is no schema, or not one that stands alone */
    static SchemaCheck of(JsonNode schema) {
        refuseReferences(schema);
        if (!References.areBounded(schema)) {
            throw new InvalidParameterException(
                    PARAM,
                    "invalid_value",
                    "'%s' must hold what it refers to, and be of a reasonable size with its references followed."
                            .formatted(PARAM));
        }
        try {
            var compiled = FACTORY.getSchema(
                    schema,
                    SchemaValidatorsConfig.builder()
                            .regularExpressionFactory(BoundedPattern::of)
                            .build());
            compiled.initializeValidators();
            if (isOfItsDraft(compiled, schema)) {
                return new SchemaCheck(compiled);
            }
        } catch (RuntimeException | StackOverflowError _) {
            // Refused below, like a schema that its draft does not allow.
        }
        throw new InvalidParameterException(PARAM, "invalid_value", "'%s' is not a JSON Schema.".formatted(PARAM));
    }

    /** A type or a keyword's value that the draft does not know would let nothing through, at the caller's expense. */
    private static boolean isOfItsDraft(JsonSchema compiled, JsonNode schema) {
        var draft = compiled.getValidationContext().getMetaSchema().getIri();
        return FACTORY.getSchema(SchemaLocation.of(draft)).validate(schema).isEmpty();
    }

    private static void refuseReferences(JsonNode schema) {
        for (var property : schema.properties()) {
            var name = property.getKey();
            var value = property.getValue();
            var outside = REFERENCES.contains(name)
                    && value.isTextual()
                    && !value.textValue().startsWith("#");
            var foreign = name.equals("$schema")
                    && value.isTextual()
                    && !value.textValue().matches("https?://json-schema\\.org/.*");
            if (outside || foreign) {
                throw new InvalidParameterException(
                        PARAM,
                        "invalid_value",
                        "'%s' must stand alone: '%s' refers to another.".formatted(PARAM, name));
            }
        }
        schema.forEach(SchemaCheck::refuseReferences);
    }

    /** What is wrong, in words; empty when nothing is. What takes too long to check counts as wrong. */
    List<String> faults(JsonNode json) {
        try {
            return schema
                    .validate(json, context -> context.setExecutionConfig(new Watch(System.nanoTime() + LONGEST_NANOS)))
                    .stream()
                    .limit(MOST_FAULTS)
                    .map(ValidationMessage::getMessage)
                    .toList();
        } catch (TooSlowException | StackOverflowError _) {
            return List.of("it is too intricate to be checked");
        }
    }

    /** A validation that ends in time: the library asks at each of its steps whether it should log. */
    private static final class Watch extends ExecutionConfig {
        private final long until;

        Watch(long until) {
            this.until = until;
        }

        @Override
        public boolean isDebugEnabled() {
            if (System.nanoTime() - until > 0) {
                throw new TooSlowException();
            }
            return false;
        }
    }
}
