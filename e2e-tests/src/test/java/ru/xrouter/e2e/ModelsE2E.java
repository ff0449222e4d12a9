package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT;
import static ru.xrouter.e2e.stack.Requests.YANDEXGPT;

import com.openai.models.models.Model;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Stack;

/** The models can be listed and read, with what they cost. */
@OnRunningStack
class ModelsE2E {
    private final Stack stack;

    ModelsE2E(Stack stack) {
        this.stack = stack;
    }

    @Test
    void listsTheModelsOfBothProviders() {
        // When
        var models = stack.openai().models().list().data();
        // Then
        assertThat(models).extracting(Model::id).contains(GIGACHAT, YANDEXGPT).doesNotHaveDuplicates();
        assertThat(models).allSatisfy(model -> {
            model.validate();
            assertThat(model.created()).isPositive();
            assertThat(model.ownedBy()).isNotBlank();
        });
    }

    @Test
    void readsAModelByItsIdEscapedOrNot() {
        // When
        var bySdk = stack.openai().models().retrieve(GIGACHAT);
        var plain = stack.http().get("/v1/models/" + GIGACHAT);
        var escaped = stack.http().get("/v1/models/" + URLEncoder.encode(GIGACHAT, StandardCharsets.UTF_8));
        // Then
        assertThat(bySdk.id()).isEqualTo(GIGACHAT);
        assertThat(plain.status()).isEqualTo(200);
        assertThat(plain.json()).isEqualTo(escaped.json());
    }

    @Test
    void tellsWhatAModelCosts() {
        // When
        var model = stack.http().get("/v1/models/" + YANDEXGPT).json();
        // Then
        assertThat(model.path("object").asText()).isEqualTo("model");
        assertThat(model.path("context_length").asInt()).isPositive();
        assertThat(model.path("pricing").isObject()).as(model.toString()).isTrue();
    }
}
