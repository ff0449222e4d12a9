package ru.xrouter.yandexgpt.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.api.testing.Fixture;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.yandexgpt.wire.CallHeaders;
import ru.xrouter.yandexgpt.wire.Folder;

class ModelListTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final ModelList LIST = new ModelList(new Folder("b1gours"), new CallHeaders(false));

    static Stream<Fixture> lists() {
        return Fixture.all("model-list");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lists")
    void readsLists(Fixture fixture) throws IOException {
        var out = JSON.createObjectNode();
        try {
            out.set("models", JSON.valueToTree(LIST.models(fixture.in())));
            fixture.assertOutJson(JSON.writeValueAsBytes(out));
        } catch (MalformedAnswerException e) {
            fixture.assertErrJson(JSON.writeValueAsBytes(out.put("malformed", e.getMessage())));
        } catch (ProviderFailureException e) {
            fixture.assertErrJson(
                    JSON.writeValueAsBytes(out.put("failure", e.failure().wireName())));
        }
    }

    @Test
    void asksInTheNameOfTheOneWhoseCredentialItIs() {
        var theirs = new CustomerCredential("AQVN", Map.of("folder_id", "b1gtheirs"));

        assertThat(LIST.request(null).headers()).containsEntry("openai-project", "b1gours");
        assertThat(LIST.request(theirs).headers()).containsEntry("openai-project", "b1gtheirs");
        assertThat(LIST.request(theirs).isGet()).isTrue();
    }

    @Test
    void refusesACustomerWithoutAFolder() {
        for (var settings : Stream.of(Map.<String, String>of(), Map.of("folder_id", "b1g/../x"))
                .toList()) {
            assertThatThrownBy(() -> LIST.request(new CustomerCredential("AQVN", settings)))
                    .isInstanceOf(ProviderFailureException.class)
                    .hasMessage("refused_credential");
        }
    }
}
