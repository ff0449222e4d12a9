package ru.xrouter.yandexgpt.chat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ru.xrouter.api.chat.ChatRequestReader;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.testing.Fixture;
import ru.xrouter.provider.ProviderModel;
import ru.xrouter.yandexgpt.wire.Folder;

/** The mapping table is the folder {@code fixtures/request}; a request's model stands for the provider model. */
class ChatTranslationTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final ChatTranslation TRANSLATION =
            new ChatTranslation(new Folder("b1gexamplefolder0000"), Set.of("yandexgpt/latest"));

    static Stream<Fixture> requests() {
        return Fixture.all("request");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void translatesRequest(Fixture fixture) throws IOException {
        try {
            var request = ChatRequestReader.read(fixture.in());
            var translated = TRANSLATION.translate(request, ProviderModel.of(request.model()));
            var out = JSON.createObjectNode();
            out.set("body", JSON.readTree(translated.body()));
            out.set("ignored", JSON.valueToTree(translated.ignored()));
            fixture.assertOutJson(JSON.writeValueAsBytes(out));
        } catch (InvalidParameterException e) {
            fixture.assertErrJson(e.toApiError().body());
        }
    }
}
