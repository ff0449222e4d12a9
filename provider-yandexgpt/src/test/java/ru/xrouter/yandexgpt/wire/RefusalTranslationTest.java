package ru.xrouter.yandexgpt.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ru.xrouter.api.testing.Fixture;
import ru.xrouter.provider.Operation;
import ru.xrouter.provider.ProviderRefusal;
import ru.xrouter.provider.ProviderRequest;

class RefusalTranslationTest {
    private static final JsonMapper JSON = new JsonMapper();

    static Stream<Fixture> refusals() {
        return Fixture.all("refusal");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void translatesRefusal(Fixture fixture) throws IOException {
        // Given
        var in = fixture.inJson();
        var body = in.path("body");
        // When
        var failure = RefusalTranslation.refusal(new ProviderRefusal(
                Operation.valueOf(in.path("operation").asText("CHAT")),
                ProviderRequest.get("/", Map.of()),
                in.path("status").asInt(),
                in.path("retry_after").textValue(),
                (body.isTextual() ? body.textValue() : body.toString()).getBytes(UTF_8)));
        // Then
        var error = failure.toApiError();
        var out = JSON.createObjectNode();
        out.put("failure", failure.wireName());
        out.put("status", error.status());
        out.put("retry_after", error.retryAfterSeconds());
        out.set("body", JSON.readTree(error.body()));
        fixture.assertOutJson(JSON.writeValueAsBytes(out));
    }
}
