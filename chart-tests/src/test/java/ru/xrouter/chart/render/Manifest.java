package ru.xrouter.chart.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One object of Kubernetes as it was rendered. */
public record Manifest(JsonNode tree) {
    public static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .disable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
            .build());

    /** Every document that is not empty. */
    public static List<Manifest> parse(String yaml) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            return documents.readAll().stream()
                    .filter(JsonNode::isObject)
                    .filter(document -> !document.isEmpty())
                    .map(Manifest::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String kind() {
        return tree.path("kind").asText();
    }

    public String apiVersion() {
        return tree.path("apiVersion").asText();
    }

    public String name() {
        return at("/metadata/name").asText();
    }

    /** Kind and name, for messages. */
    public String id() {
        return kind() + " " + name();
    }

    public JsonNode at(String pointer) {
        return tree.at(pointer);
    }

    public boolean is(String... kinds) {
        return List.of(kinds).contains(kind());
    }

    public Map<String, String> labels() {
        return strings(at("/metadata/labels"));
    }

    /** Which of our services, Jobs or Pods the object is about. */
    public String component() {
        return labels().getOrDefault("app.kubernetes.io/component", "");
    }

    /** The specification of the pods it makes; missing for what makes none. */
    public JsonNode pod() {
        return switch (kind()) {
            case "Pod" -> at("/spec");
            case "Deployment", "StatefulSet", "DaemonSet", "Job" -> at("/spec/template/spec");
            case "CronJob" -> at("/spec/jobTemplate/spec/template/spec");
            default -> MissingNode.getInstance();
        };
    }

    public boolean makesPods() {
        return !pod().isMissingNode();
    }

    public Stream<JsonNode> containers() {
        return Stream.concat(elements(pod().path("containers")), elements(pod().path("initContainers")));
    }

    public static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    public static Map<String, String> strings(JsonNode object) {
        return YAML.convertValue(
                object.isMissingNode() ? YAML.createObjectNode() : object,
                YAML.getTypeFactory().constructMapType(Map.class, String.class, String.class));
    }

    @Override
    public String toString() {
        return id();
    }
}
