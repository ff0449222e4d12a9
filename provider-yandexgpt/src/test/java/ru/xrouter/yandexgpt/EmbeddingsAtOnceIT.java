package ru.xrouter.yandexgpt;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TurnstileResource.class)
class EmbeddingsAtOnceIT {
    @Test
    void callsTheProviderFourTimesAtOnceAndNoMore() {
        // Given
        var client = new AdapterClient();
        var inputs = IntStream.range(0, 20).mapToObj("\"текст %d\""::formatted).collect(Collectors.joining(","));
        // When
        var response = client.call(
                "/v1/embeddings", "text-search-doc/latest", "{\"model\":\"m\",\"input\":[%s]}".formatted(inputs));
        // Then: the turnstile lets nobody through before there are four.
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        var turnstile = ConfigProvider.getConfig().getValue("test.turnstile.url", String.class);
        var seen = AdapterClient.json(
                client.get(URI.create(turnstile + "/_turnstile")).body());
        assertThat(seen.path("most").intValue()).isEqualTo(4);
    }
}
