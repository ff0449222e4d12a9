package ru.xrouter.router.catalogue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue as callers of {@code /v1/models} see it, written once: OpenAI's fields, and beside them what OpenRouter
 * shows (context length, price in roubles per token, parameters, providers). An alias can be looked up but is not listed.
 */
final class ModelsPage {
    private static final JsonFactory JSON = new JsonFactory();

    private final byte[] list;
    private final byte[] aliases;
    private final Map<String, byte[]> models;

    private ModelsPage(byte[] list, byte[] aliases, Map<String, byte[]> models) {
        this.list = list;
        this.aliases = aliases;
        this.models = models;
    }

    static ModelsPage of(Catalogue catalogue, ProviderLists lists) {
        var models = new HashMap<String, byte[]>();
        for (var model : catalogue.models()) {
            models.put(model.id(), bytes(json -> model(json, model.id(), model, catalogue, lists, List.of())));
            catalogue.aliases().forEach((alias, ids) -> {
                if (ids.getFirst().equals(model.id())) {
                    models.put(alias, bytes(json -> model(json, alias, model, catalogue, lists, ids)));
                }
            });
        }
        return new ModelsPage(
                bytes(json -> list(json, catalogue, lists)), bytes(json -> aliases(json, catalogue)), models);
    }

    byte[] list() {
        return list;
    }

    /** Every alias with the ids of the models that it stands for. */
    byte[] aliases() {
        return aliases;
    }

    byte @Nullable [] model(String name) {
        return models.get(name);
    }

    private static void aliases(JsonGenerator json, Catalogue catalogue) throws IOException {
        json.writeStartObject();
        for (var alias : catalogue.aliases().entrySet()) {
            texts(json, alias.getKey(), alias.getValue());
        }
        json.writeEndObject();
    }

    private static void list(JsonGenerator json, Catalogue catalogue, ProviderLists lists) throws IOException {
        json.writeStartObject();
        json.writeStringField("object", "list");
        json.writeArrayFieldStart("data");
        for (var model : catalogue.models()) {
            model(json, model.id(), model, catalogue, lists, List.of());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void model(
            JsonGenerator json, String id, Model model, Catalogue catalogue, ProviderLists lists, List<String> aliasOf)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("id", id);
        json.writeStringField("object", "model");
        json.writeNumberField(
                "created", model.created().atStartOfDay(ZoneOffset.UTC).toEpochSecond());
        json.writeStringField("owned_by", model.candidates().getFirst().adapter());
        json.writeStringField("name", model.name());
        json.writeStringField("description", model.description());
        if (!aliasOf.isEmpty()) {
            texts(json, "alias_of", aliasOf);
        }
        limits(json, model);
        texts(json, "endpoints", model.endpoints().stream().map(Endpoint::path).toList());
        modalities(json, model);
        capabilities(json, model.capabilities());
        texts(
                json,
                "supported_parameters",
                model.supportedParameters().stream().sorted().toList());
        PerToken.write(json, model.termsOn(catalogue.day()).price());
        offered(json, model, lists);
        providers(json, model);
        json.writeEndObject();
    }

    private static void limits(JsonGenerator json, Model model) throws IOException {
        json.writeNumberField("context_length", model.contextLength());
        json.writeObjectFieldStart("top_provider");
        json.writeNumberField("context_length", model.contextLength());
        if (model.maxOutputTokens() == 0) {
            json.writeNullField("max_completion_tokens");
        } else {
            json.writeNumberField("max_completion_tokens", model.maxOutputTokens());
        }
        json.writeEndObject();
    }

    private static void modalities(JsonGenerator json, Model model) throws IOException {
        var in = model.capabilities().vision() ? List.of("text", "image") : List.of("text");
        var out = output(model);
        json.writeObjectFieldStart("architecture");
        json.writeStringField("modality", String.join("+", in) + "->" + String.join("+", out));
        texts(json, "input_modalities", in);
        texts(json, "output_modalities", out);
        json.writeEndObject();
    }

    /** A model that honours {@code modalities} is one that draws. */
    private static List<String> output(Model model) {
        if (model.serves(Endpoint.EMBEDDINGS)) {
            return List.of("embeddings");
        }
        return model.supportedParameters().contains("modalities") ? List.of("text", "image") : List.of("text");
    }

    private static void capabilities(JsonGenerator json, Capabilities can) throws IOException {
        json.writeObjectFieldStart("capabilities");
        json.writeBooleanField("tools", can.tools());
        json.writeBooleanField("vision", can.vision());
        json.writeBooleanField("json_schema", can.jsonSchema());
        json.writeBooleanField("streaming", can.streaming());
        json.writeBooleanField("reasoning", can.reasoning());
        json.writeEndObject();
    }

    /** Whether a provider lists the model; null when none has told. */
    private static void offered(JsonGenerator json, Model model, ProviderLists lists) throws IOException {
        var told = model.candidates().stream()
                .map(lists::offers)
                .filter(Objects::nonNull)
                .toList();
        if (told.isEmpty()) {
            json.writeNullField("available");
        } else {
            json.writeBooleanField("available", told.size() < model.candidates().size() || told.contains(true));
        }
        json.writeBooleanField(
                "deprecated",
                model.deprecated().orElse(false) || model.candidates().stream().allMatch(lists::deprecates));
    }

    private static void providers(JsonGenerator json, Model model) throws IOException {
        json.writeArrayFieldStart("providers");
        for (var candidate : model.candidates()) {
            json.writeStartObject();
            json.writeStringField("id", candidate.adapter());
            json.writeStringField("name", candidate.provider());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void texts(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (var value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private static byte[] bytes(Content content) {
        var out = new ByteArrayOutputStream(512);
        try (var json = JSON.createGenerator(out)) {
            content.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Writes a part of the page. */
    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }
}
