package ru.xrouter.gigachat.chat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.testing.Fixture;
import ru.xrouter.provider.Operation;
import ru.xrouter.provider.ProviderAnswer;
import ru.xrouter.provider.ProviderRefusal;
import ru.xrouter.provider.ProviderRequest;
import ru.xrouter.provider.StreamTranslation;

/** Every row of the mapping, as pairs of files; the folders are the mapping table. */
class TranslationTest extends MappingContract {
    static Stream<Fixture> requests() {
        return Fixture.all("request");
    }

    static Stream<Fixture> answers() {
        return Fixture.all("answer");
    }

    static Stream<Fixture> streams() {
        return Fixture.all("stream");
    }

    static Stream<Fixture> refusals() {
        return Fixture.all("refusal");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void translatesRefusal(Fixture fixture) throws IOException {
        // Given
        var in = fixture.inJson();
        var body = in.get("body").isTextual()
                ? in.get("body").textValue().getBytes(StandardCharsets.UTF_8)
                : Rendering.bytes(in.get("body"));

        // When
        var failure = RefusalTranslation.failure(new ProviderRefusal(
                Operation.valueOf(in.path("operation").asText("CHAT")),
                ProviderRequest.get("/", Map.of()),
                in.get("status").intValue(),
                in.get("retry_after").textValue(),
                body));

        // Then
        var out = JsonNodeFactory.instance.objectNode();
        out.put("failure", failure.wireName());
        out.put("detail", failure instanceof ProviderFailure.Unavailable(var detail) ? detail : null);
        out.put("status", failure.toApiError().status());
        out.put("retry_after", failure.toApiError().retryAfterSeconds());
        out.set("body", JSON.readTree(failure.toApiError().body()));
        fixture.assertOutJson(Rendering.bytes(out));
    }

    @Override
    byte[] body(ChatCompletionRequest request) {
        return ChatTranslation.body(request, "GigaChat-2");
    }

    @Override
    boolean isV2() {
        return false;
    }

    @Override
    ProviderAnswer answer(ChatCompletionRequest request, byte[] body) {
        return AnswerTranslation.answer(request, body);
    }

    @Override
    StreamTranslation stream(ChatCompletionRequest request) {
        return new EventTranslation(request);
    }

    @Override
    String event(String text) {
        return """
                data: {"choices":[{"delta":{"content":"%s"},"index":0}],"created":1780000200,"model":"GigaChat-2"}

                """.formatted(text);
    }
}
