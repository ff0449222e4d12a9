package ru.xrouter.router.catalogue;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Set;

/** A small catalogue: a cheap model at alpha, a dear one at beta, one that both serve, one of embeddings, and aliases. */
public final class TestCatalogue {
    public static final LocalDate DAY = LocalDate.of(2026, 11, 23);
    public static final Set<String> ADAPTERS = Set.of("alpha", "beta", "gone");

    public static final String YAML = """
            markup: "0"
            vat: "22"
            models:
              - id: alpha/cheap
                name: Cheap
                description: A cheap model.
                created: 2026-01-01
                context_length: 1000
                max_output_tokens: 100
                endpoints: [chat, completions]
                capabilities: {tools: true, vision: false, json_schema: true, streaming: true, reasoning: false}
                supported_parameters: [max_tokens, temperature, tools]
                prices:
                  - {valid_from: 2026-01-01, prompt: "100", cached: "10", completion: "200.5"}
                  - {valid_from: 2026-12-01, prompt: "1", cached: "1", completion: "1"}
                candidates:
                  - {adapter: alpha, provider_model: a-cheap, provider: Alpha}
              - id: beta/dear
                name: Dear
                description: A dear model.
                created: 2026-02-01
                context_length: 2000
                max_output_tokens: 200
                endpoints: [chat, completions]
                capabilities: {tools: true, vision: true, json_schema: true, streaming: true, reasoning: true}
                supported_parameters: [max_tokens, modalities, temperature, seed]
                prices:
                  - {valid_from: 2026-01-01, prompt: "1000", cached: "0", completion: "2000"}
                candidates:
                  - {adapter: beta, provider_model: b-dear, provider: Beta}
              - id: both/shared
                name: Shared
                description: A model at two providers.
                created: 2026-03-01
                context_length: 2000
                max_output_tokens: 200
                endpoints: [chat, completions]
                capabilities: {tools: false, vision: false, json_schema: false, streaming: true, reasoning: false}
                supported_parameters: [max_tokens]
                prices:
                  - {valid_from: 2026-01-01, prompt: "500", cached: "500", completion: "500"}
                candidates:
                  - {adapter: alpha, provider_model: a-shared, provider: Alpha}
                  - {adapter: beta, provider_model: b-shared, provider: Beta}
              - id: gone/first
                name: Gone
                description: A model whose adapter is not there.
                created: 2026-03-01
                context_length: 1000
                max_output_tokens: 100
                endpoints: [chat, completions]
                capabilities: {tools: false, vision: false, json_schema: false, streaming: true, reasoning: false}
                supported_parameters: [max_tokens]
                prices:
                  - {valid_from: 2026-01-01, prompt: "100", cached: "100", completion: "100"}
                candidates:
                  - {adapter: gone, provider_model: g, provider: Gone}
              - id: beta/vectors
                name: Vectors
                description: A model of embeddings.
                created: 2026-03-01
                context_length: 100
                max_output_tokens: 0
                endpoints: [embeddings]
                capabilities: {tools: false, vision: false, json_schema: false, streaming: false, reasoning: false}
                supported_parameters: [dimensions]
                prices:
                  - {valid_from: 2026-01-01, prompt: "10", cached: "10", completion: "0"}
                candidates:
                  - {adapter: beta, provider_model: b-vectors, provider: Beta}
            aliases:
              auto: [beta/dear, alpha/cheap]
              a:latest: [alpha/cheap]
              mixed: [beta/vectors, alpha/cheap]
            """;

    private TestCatalogue() {}

    public static Catalogue catalogue() {
        return read(YAML).on(DAY);
    }

    static CatalogueFile read(String yaml) {
        return read(yaml, ADAPTERS);
    }

    static CatalogueFile read(String yaml, Set<String> enabled) {
        return CatalogueReader.read("catalogue.yaml", yaml.getBytes(StandardCharsets.UTF_8), ADAPTERS, enabled);
    }
}
