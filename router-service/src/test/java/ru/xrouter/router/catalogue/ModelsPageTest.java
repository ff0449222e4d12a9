package ru.xrouter.router.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.adapter.ListedModel;

class ModelsPageTest {
    private static final JsonMapper JSON = new JsonMapper();
    private final ModelsPage page = ModelsPage.of(TestCatalogue.catalogue(), ProviderLists.NONE);

    @Test
    void listsEveryModelInOpenAisShape() throws IOException {
        // When
        var list = JSON.readTree(page.list());
        // Then
        assertThat(list.get("object").asText()).isEqualTo("list");
        assertThat(list.get("data")).hasSize(5).allSatisfy(model -> {
            assertThat(model.get("object").asText()).isEqualTo("model");
            assertThat(model.get("created").isIntegralNumber()).isTrue();
            assertThat(model.get("owned_by").isTextual()).isTrue();
        });
    }

    @Test
    void showsPricesInRoublesPerToken() throws IOException {
        // When
        var model = JSON.readTree(Objects.requireNonNull(page.model("alpha/cheap")));
        // Then
        assertThat(model.at("/pricing/prompt").asText()).isEqualTo("0.0001");
        assertThat(model.at("/pricing/completion").asText()).isEqualTo("0.0002005");
        assertThat(model.at("/pricing/input_cache_read").asText()).isEqualTo("0.00001");
        assertThat(model.get("created").longValue()).isEqualTo(1_767_225_600);
    }

    @Test
    void tellsWhereAModelCanBeAsked() throws IOException {
        // When
        var chat = JSON.readTree(Objects.requireNonNull(page.model("beta/dear")));
        var vectors = JSON.readTree(Objects.requireNonNull(page.model("beta/vectors")));
        // Then
        assertThat(chat.get("endpoints").toString()).isEqualTo("[\"/v1/chat/completions\",\"/v1/completions\"]");
        assertThat(chat.at("/architecture/modality").asText()).isEqualTo("text+image->text+image");
        assertThat(chat.at("/architecture/output_modalities").toString()).isEqualTo("[\"text\",\"image\"]");
        assertThat(vectors.get("endpoints").toString()).isEqualTo("[\"/v1/embeddings\"]");
        assertThat(vectors.at("/architecture/modality").asText()).isEqualTo("text->embeddings");
        assertThat(vectors.at("/top_provider/max_completion_tokens").isNull()).isTrue();
    }

    @Test
    void showsWhatTheProvidersList() throws IOException {
        // Given
        var lists = ProviderLists.NONE
                .with("alpha", List.of(new ListedModel("a-shared", true)))
                .with("beta", List.of(new ListedModel("b-dear", true), new ListedModel("b-vectors", false)));
        var merged = ModelsPage.of(TestCatalogue.catalogue(), lists);

        // Then
        assertThat(offer(merged, "alpha/cheap")).isEqualTo("false false");
        assertThat(offer(merged, "beta/dear")).isEqualTo("true true");
        assertThat(offer(merged, "both/shared")).isEqualTo("true false");
        assertThat(offer(merged, "gone/first")).isEqualTo("null false");
        assertThat(offer(merged, "beta/vectors")).isEqualTo("true false");
        assertThat(offer(page, "beta/dear")).isEqualTo("null false");
    }

    private static String offer(ModelsPage page, String id) throws IOException {
        var model = JSON.readTree(Objects.requireNonNull(page.model(id)));
        return model.get("available") + " " + model.get("deprecated");
    }

    @Test
    void looksUpAnAliasUnderItsOwnName() throws IOException {
        // When
        var model = JSON.readTree(Objects.requireNonNull(page.model("auto")));
        // Then
        assertThat(model.get("id").asText()).isEqualTo("auto");
        assertThat(model.get("alias_of")).hasSize(2);
    }
}
