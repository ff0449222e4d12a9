package ru.xrouter.simulator.yandex;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The models there are: their branches, where each is reached, and what it can do. */
final class YandexModels {
    private static final Set<String> BRANCHES = Set.of("latest", "rc", "deprecated");
    private static final Set<String> LATEST = Set.of("latest");
    private static final int OWN_CONTEXT = 32_768;
    private static final int OPEN_CONTEXT = 131_072;

    private static final Map<String, Generator> GENERATORS = Map.ofEntries(
            Map.entry("yandexgpt", own(BRANCHES, Reached.BOTH_WAYS)),
            Map.entry("yandexgpt-lite", own(BRANCHES, Reached.BOTH_WAYS)),
            Map.entry("yandexgpt-5.1", own(LATEST, Reached.NATIVELY)),
            Map.entry("yandexgpt-5-pro", own(LATEST, Reached.NATIVELY)),
            Map.entry("yandexgpt-5-lite", own(LATEST, Reached.NATIVELY)),
            Map.entry("aliceai-llm", own(LATEST, Reached.AS_OPENAI)),
            Map.entry("aliceai-llm-flash", own(LATEST, Reached.AS_OPENAI)),
            Map.entry("qwen3-235b-a22b-fp8", open(262_144, Thinks.WHEN_ASKED, false)),
            Map.entry("gpt-oss-120b", open(OPEN_CONTEXT, Thinks.ALWAYS, false)),
            Map.entry("gpt-oss-20b", open(OPEN_CONTEXT, Thinks.ALWAYS, false)),
            Map.entry("gemma-3-27b-it", open(OPEN_CONTEXT, Thinks.NEVER, true)),
            Map.entry("deepseek-v4-flash", open(1_048_576, Thinks.NEVER, false)));

    private static final Map<String, Set<String>> EMBEDDERS =
            Map.of("text-search-doc", LATEST, "text-search-query", LATEST, "text-embeddings", BRANCHES);

    /** As it was recorded in November 2025, and the newest model; the owner differs. */
    private static final Map<String, String> LISTED = listed(
            "gpt://%s/aliceai-llm/latest Yandex",
            "gpt://%s/gpt-oss-120b/latest OpenAI",
            "gpt://%s/gpt-oss-20b/latest OpenAI",
            "gpt://%s/gemma-3-27b-it/latest Google",
            "gpt://%s/qwen3-235b-a22b-fp8/latest Alibaba",
            "gpt://%s/yandexgpt/latest Yandex",
            "gpt://%s/yandexgpt/rc Yandex",
            "gpt://%s/yandexgpt-lite/latest Yandex",
            "gpt://%s/yandexgpt-lite/rc Yandex",
            "gpt://%s/yandexgpt-lite/latest@tuned-for-tests Yandex",
            "gpt://%s/deepseek-v4-flash/latest DeepSeek",
            "emb://%s/text-search-doc/latest Yandex",
            "emb://%s/text-search-query/latest Yandex",
            "emb://%s/text-embeddings/latest Yandex",
            "emb://%s/text-embeddings/rc Yandex",
            "emb://%s/text-embeddings/deprecated Yandex");

    private YandexModels() {}

    enum Reached {
        NATIVELY,
        AS_OPENAI,
        BOTH_WAYS
    }

    /** When a model writes its reasoning out, which it does on the OpenAI-compatible surface alone. */
    enum Thinks {
        NEVER,
        WHEN_ASKED,
        ALWAYS
    }

    /**
     * A model that makes text.
     *
     * @param own whether it is Yandex's own; open models have another backend with other habits
     * @param sees whether it reads images
     */
    record Generator(Set<String> branches, Reached reached, boolean own, int context, Thinks thinks, boolean sees) {}

    /** A model in the list of models. */
    record Entry(String id, String owner) {}

    static @Nullable Generator generator(String model, String branch) {
        var generator = GENERATORS.get(model);
        return generator == null || !generator.branches().contains(branch) ? null : generator;
    }

    static boolean embeds(String model, String branch) {
        return EMBEDDERS.getOrDefault(model, Set.of()).contains(branch);
    }

    static List<Entry> listed(String folder) {
        var entries = new ArrayList<Entry>();
        LISTED.forEach((id, owner) -> entries.add(new Entry(id.formatted(folder), owner)));
        return entries;
    }

    private static Map<String, String> listed(String... entries) {
        var listed = new LinkedHashMap<String, String>();
        for (var entry : entries) {
            var space = entry.indexOf(' ');
            listed.put(entry.substring(0, space), entry.substring(space + 1));
        }
        return listed;
    }

    private static Generator own(Set<String> branches, Reached reached) {
        return new Generator(branches, reached, true, OWN_CONTEXT, Thinks.NEVER, false);
    }

    private static Generator open(int context, Thinks thinks, boolean sees) {
        return new Generator(LATEST, Reached.AS_OPENAI, false, context, thinks, sees);
    }
}
