package ru.xrouter.yandexgpt;

import static ru.xrouter.provider.http.ProviderFuzz.fixtures;
import static ru.xrouter.provider.http.ProviderFuzz.members;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.testing.Fixture;
import ru.xrouter.provider.ChatProvider;
import ru.xrouter.provider.ProviderModel;
import ru.xrouter.provider.http.ProviderFuzz;

/** No caller and no answer of YandexGPT's breaks the translation; the fixtures are what is mutated. */
@QuarkusTest
@WithTestResource(SimulatorResource.class)
@SuppressWarnings("NullAway.Init") // Quarkus sets the field.
class FuzzIT {
    @Inject
    ChatProvider provider;

    @Test
    void chats() {
        fuzz("yandexgpt/latest").chats();
    }

    @Test
    void texts() {
        fuzz("yandexgpt/latest").texts();
    }

    @Test
    void embeddings() {
        fuzz("text-search-doc/latest").embeddings();
    }

    @Test
    void answers() {
        fuzz("yandexgpt/latest").answers(fixtures("answer"));
    }

    @Test
    void streams() {
        fuzz("yandexgpt/latest").streams(fixtures("stream"));
    }

    @Test
    void refusals() {
        fuzz("yandexgpt/latest").refusals(members("refusal", "body"));
    }

    @Test
    void vectors() {
        fuzz("text-search-doc/latest").vectors(fixtures("embedding-answer"));
    }

    @Test
    void chatsAtTheOpenAiSurface() {
        openAi().chats();
    }

    @Test
    void answersOfTheOpenAiSurface() {
        openAi().answers(Fixture.all("openai-answer")
                .map(Fixture::in)
                .filter(FuzzIT::isJson)
                .toList());
    }

    @Test
    void streamsOfTheOpenAiSurface() {
        openAi().streams(fixtures("openai-stream"));
    }

    private ProviderFuzz openAi() {
        return new ProviderFuzz(provider, new ProviderModel("qwen3-235b-a22b-fp8/latest", "openai", null));
    }

    private static boolean isJson(byte[] answer) {
        return answer[0] == '{';
    }

    private ProviderFuzz fuzz(String model) {
        return new ProviderFuzz(provider, ProviderModel.of(model));
    }
}
