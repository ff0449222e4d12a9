package ru.xrouter.simulator.answer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Reads requests strictly and writes answers quickly. */
public final class Json {
    /** The mapper behind every tree the simulator builds. */
    public static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final ObjectReader TREES = MAPPER.readerFor(JsonNode.class);
    private static final ObjectReader FIRST =
            TREES.without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).without(JsonParser.Feature.AUTO_CLOSE_SOURCE);
    private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();
    private static final ObjectWriter PRETTY = MAPPER.writer(new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("    ", "\n"))
            .withArrayIndenter(new DefaultIndenter("    ", "\n")));

    private Json() {}

    /** The tree of a body, or null when it is not exactly one JSON value. */
    public static @Nullable JsonNode parse(Buffer body) {
        try {
            return TREES.readTree(body.getBytes());
        } catch (IOException _) {
            return null;
        }
    }

    /** The tree of a text, or null when it is not exactly one JSON value. */
    public static @Nullable JsonNode parse(String text) {
        try {
            return TREES.readTree(text);
        } catch (JsonProcessingException _) {
            return null;
        }
    }

    /** The first JSON value of a text, or null when it does not begin with one. */
    public static @Nullable JsonNode parseFirst(String text) {
        try {
            return FIRST.readTree(text);
        } catch (JsonProcessingException _) {
            return null;
        }
    }

    /** A tree as compact text. */
    public static String text(Object tree) {
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A tree as text indented by four spaces. */
    public static String pretty(JsonNode tree) {
        try {
            return PRETTY.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends a text as a JSON string with its quotes. */
    public static StringBuilder quote(StringBuilder out, CharSequence text) {
        out.append('"');
        ENCODER.quoteAsString(text, out);
        return out.append('"');
    }
}
