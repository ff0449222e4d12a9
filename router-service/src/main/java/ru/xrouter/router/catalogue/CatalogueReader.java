package ru.xrouter.router.catalogue;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Reads the catalogue strictly: every key must be known, every key that is not an {@code Optional} must be there, and a
 * refusal names the key and the value.
 */
final class CatalogueReader {
    private static final ObjectReader YAML = YAMLMapper.builder(
                    YAMLFactory.builder().loaderOptions(withoutDuplicates()).build())
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(CatalogueFile.class);

    private CatalogueReader() {}

    private static LoaderOptions withoutDuplicates() {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return options;
    }

    /**
     * @param adapters all that a candidate may name
     * @param enabled those that are there
     * @throws InvalidCatalogueException when the file cannot be sold from
     */
    static CatalogueFile read(String source, byte[] yaml, Set<String> adapters, Set<String> enabled) {
        try {
            CatalogueFile file = YAML.readValue(yaml);
            file.checkAdapters(adapters);
            return file.servedBy(enabled);
        } catch (JsonMappingException e) {
            throw new InvalidCatalogueException(source, place(e), reason(e));
        } catch (JsonProcessingException e) {
            throw new InvalidCatalogueException(source, line(e.getLocation()), e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException e) {
            throw new InvalidCatalogueException(source, "", String.valueOf(e.getMessage()));
        }
    }

    /** The keys to the value at fault: {@code models[2].prices[0]}. */
    private static String place(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    private static String reason(JsonMappingException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException) {
                return String.valueOf(cause.getMessage());
            }
        }
        return e.getOriginalMessage();
    }

    private static String line(JsonLocation location) {
        return location == null ? "" : "line " + location.getLineNr();
    }
}
