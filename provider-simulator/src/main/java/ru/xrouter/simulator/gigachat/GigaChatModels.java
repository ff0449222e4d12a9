package ru.xrouter.simulator.gigachat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The models the simulated account may use, with their types. */
final class GigaChatModels {
    private static final String VERSION = ":2.0.28.2";
    private static final Set<String> SEEING = Set.of(
            "GigaChat-Max", "GigaChat-Max-preview", "GigaChat-2-Max", "GigaChat-2-Max-preview", "GigaChat-3-Ultra");
    private static final Map<String, String> TYPES = types();
    private static final Map<String, String> VERSIONED = versioned();

    private GigaChatModels() {}

    static boolean isChat(String model) {
        return "chat".equals(TYPES.get(model));
    }

    /** Whether the model takes images and sounds; documents are read for every model. */
    static boolean sees(String model) {
        return SEEING.contains(model);
    }

    static boolean isEmbedder(String model) {
        return "embedder".equals(TYPES.get(model));
    }

    static boolean exists(String model) {
        return TYPES.containsKey(model);
    }

    /** The name with its version, as answers spell it. */
    static String versioned(String model) {
        return VERSIONED.getOrDefault(model, model);
    }

    static String list() {
        var entries = new ArrayList<String>();
        for (var model : TYPES.keySet()) {
            entries.add(entry(model));
        }
        return "{\"object\":\"list\",\"data\":[" + String.join(",", entries) + "]}";
    }

    static @Nullable String one(String model) {
        return exists(model) ? entry(model) : null;
    }

    private static String entry(String model) {
        return "{\"id\":\"" + model + "\",\"object\":\"model\",\"owned_by\":\"salutedevices\",\"type\":\""
                + TYPES.get(model) + "\"}";
    }

    private static Map<String, String> types() {
        var types = new LinkedHashMap<String, String>();
        for (var base :
                List.of("GigaChat", "GigaChat-Pro", "GigaChat-Max", "GigaChat-2", "GigaChat-2-Pro", "GigaChat-2-Max")) {
            types.put(base, "chat");
            types.put(base + "-preview", "chat");
        }
        types.put("GigaChat-Plus", "chat");
        types.put("GigaChat-3-Ultra", "chat");
        types.put("GigaChat-3-Pro", "chat");
        types.put("GigaChat-3-Lightning", "chat");
        types.put("GigaChat-2-Reasoning", "chat");
        types.put("GigaFilter", "filter");
        types.put("GigaCheckClassification", "aicheck");
        types.put("GigaCheckDetection", "aicheck");
        for (var embedder : List.of("Embeddings", "Embeddings-2", "EmbeddingsGigaR", "GigaEmbeddings-3B-2025-09")) {
            types.put(embedder, "embedder");
        }
        return types;
    }

    private static Map<String, String> versioned() {
        var versioned = new LinkedHashMap<String, String>();
        TYPES.keySet().forEach(it -> versioned.put(it, it + VERSION));
        return versioned;
    }
}
