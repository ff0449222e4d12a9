package ru.xrouter.simulator.yandex;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A checked model address, {@code gpt://<folder>/<model>/<branch>}; the branch is {@code latest} when left out. */
record ModelUri(String folder, String model, String branch) {
    private static final Pattern GENERATION = Pattern.compile("gpt://([^/]*)/([^/@]+)(?:/([^/@]+))?");
    private static final Pattern EMBEDDING = Pattern.compile("emb://([^/]*)/([^/@]+)(?:/([^/@]+))?");
    private static final String OWN_FOLDER = "b1gsimulator00000000";
    private static final Set<String> BRANCHES = Set.of("latest", "rc", "deprecated");
    private static final Map<String, Set<String>> GENERATORS = Map.of(
            "yandexgpt", BRANCHES,
            "yandexgpt-lite", BRANCHES,
            "yandexgpt-5.1", Set.of("latest"),
            "yandexgpt-5-pro", Set.of("latest"),
            "yandexgpt-5-lite", Set.of("latest"),
            "aliceai-llm", Set.of("latest"),
            "aliceai-llm-flash", Set.of("latest"));
    private static final Map<String, Set<String>> EMBEDDERS = Map.of(
            "text-search-doc", Set.of("latest"),
            "text-search-query", Set.of("latest"),
            "text-embeddings", BRANCHES);

    static ModelUri generation(@Nullable String uri, @Nullable String folderHeader) {
        return read(uri, folderHeader, GENERATION, GENERATORS);
    }

    static ModelUri embedding(@Nullable String uri, @Nullable String folderHeader) {
        return read(uri, folderHeader, EMBEDDING, EMBEDDERS);
    }

    /** The name under which requests to the model are counted. */
    String served() {
        return model + '/' + branch;
    }

    private static ModelUri read(
            @Nullable String uri, @Nullable String folderHeader, Pattern form, Map<String, Set<String>> known) {
        var matcher = form.matcher(uri == null ? "" : uri);
        if (!matcher.matches()) {
            throw invalid(uri);
        }
        var folder = matcher.group(1);
        if (!folder.startsWith("b1g")) {
            throw mismatch(folder, OWN_FOLDER);
        }
        if (folderHeader != null && !folderHeader.equals(folder)) {
            throw mismatch(folder, folderHeader);
        }
        var branch = matcher.group(3) == null ? "latest" : matcher.group(3);
        if (!known.getOrDefault(matcher.group(2), Set.of()).contains(branch)) {
            throw invalid(uri);
        }
        return new ModelUri(folder, matcher.group(2), branch);
    }

    private static YandexRefusal invalid(@Nullable String uri) {
        return YandexRefusal.invalid("invalid model_uri: '" + (uri == null ? "" : uri) + "'");
    }

    private static YandexRefusal mismatch(String folder, String other) {
        return YandexRefusal.invalid(
                "Specified folder ID '" + folder + "' does not match with service account folder ID '" + other + "'");
    }
}
