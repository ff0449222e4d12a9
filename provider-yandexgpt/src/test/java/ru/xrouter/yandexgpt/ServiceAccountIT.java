package ru.xrouter.yandexgpt;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import ru.xrouter.yandexgpt.token.KeyFiles;

@QuarkusTest
@TestProfile(ServiceAccountIT.ServiceAccount.class)
@WithTestResource(SimulatorResource.class)
class ServiceAccountIT {
    private static final String REQUEST = """
            {"model":"m","messages":[{"role":"user","content":"Привет"}]}""";

    public static final class ServiceAccount implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                var file = Files.createTempFile("authorized-key", ".json");
                file.toFile().deleteOnExit();
                return Map.of(
                        "xrouter.yandexgpt.api-key",
                        "",
                        "xrouter.yandexgpt.service-account-key-file",
                        KeyFiles.write(file, KeyFiles.keyPair()).toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @TestHTTPResource(value = "/health/ready", management = true)
    URI readiness = URI.create("");

    @TestHTTPResource(value = "/metrics", management = true)
    URI metrics = URI.create("");

    @Test
    void showsOperatorsHowTheTokenStands() {
        // Given
        var client = new AdapterClient();
        client.simulator("DELETE", "/_sim/tokens");
        // When
        var answer = client.call(REQUEST);
        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(client.get(readiness).body()).contains("\"state\": \"held\"");
        assertThat(client.get(metrics).body())
                .contains("xrouter_provider_token_refreshes_total{gen_ai_provider_name=\"YandexGPT\",outcome=\"ok\"");
    }

    @Test
    void getsOneIamTokenForManyCallsAndAnotherWhenItIsRefused() {
        // Given
        var client = new AdapterClient();
        client.simulator("DELETE", "/_sim/served");
        client.simulator("DELETE", "/_sim/tokens");
        // When
        var first = client.call(REQUEST);
        var second = client.call(REQUEST);
        client.simulator("DELETE", "/_sim/tokens");
        var third = client.call(REQUEST);
        // Then
        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(third.statusCode()).isEqualTo(200);
        assertThat(client.served().at("/access_tokens/yandexgpt").intValue()).isEqualTo(2);
        assertThat(client.received("Привет")
                        .getLast()
                        .at("/headers/authorization")
                        .textValue())
                .startsWith("Bearer ");
    }
}
