package ru.xrouter.gigachat;

import static ru.xrouter.provider.http.ProviderFuzz.fixtures;
import static ru.xrouter.provider.http.ProviderFuzz.members;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import ru.xrouter.provider.ChatProvider;
import ru.xrouter.provider.ProviderModel;
import ru.xrouter.provider.http.ProviderFuzz;

/** No caller and no answer of GigaChat's breaks the translation; the fixtures are what is mutated. */
@QuarkusTest
@WithTestResource(SimulatorResource.class)
@SuppressWarnings("NullAway.Init") // Quarkus sets the field.
class FuzzIT {
    @Inject
    ChatProvider provider;

    @Test
    void chats() {
        fuzz("GigaChat-2").chats();
    }

    @Test
    void texts() {
        fuzz("GigaChat-2").texts();
    }

    @Test
    void embeddings() {
        fuzz("Embeddings").embeddings();
    }

    @Test
    void answers() {
        fuzz("GigaChat-2").answers(members("answer", "answer"));
    }

    @Test
    void streams() {
        fuzz("GigaChat-2").streams(fixtures("stream"));
    }

    @Test
    void refusals() {
        fuzz("GigaChat-2").refusals(members("refusal", "body"));
    }

    @Test
    void vectors() {
        fuzz("Embeddings").vectors(fixtures("embedding-answer"));
    }

    @Test
    void chatsOfVersionTwo() {
        fuzzV2().chats();
    }

    @Test
    void answersOfVersionTwo() {
        fuzzV2().answers(members("answer-v2", "answer"));
    }

    @Test
    void streamsOfVersionTwo() {
        fuzzV2().streams(fixtures("stream-v2"));
    }

    private ProviderFuzz fuzzV2() {
        return new ProviderFuzz(provider, new ProviderModel("GigaChat-3-Ultra", "v2", null));
    }

    private ProviderFuzz fuzz(String model) {
        return new ProviderFuzz(provider, ProviderModel.of(model));
    }
}
