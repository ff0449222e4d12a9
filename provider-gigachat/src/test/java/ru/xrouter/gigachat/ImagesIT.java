package ru.xrouter.gigachat;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gigachat.Adapter.awaitTrue;
import static ru.xrouter.gigachat.Adapter.header;
import static ru.xrouter.gigachat.Adapter.json;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.http.Headers;
import ru.xrouter.service.token.ServiceToken;

/** Images against the simulator's files, which are as strict as GigaChat's. */
@QuarkusTest
@WithTestResource(SimulatorResource.class)
@TestProfile(ImagesIT.ShortLives.class)
@SuppressWarnings("NullAway.Init") // Quarkus and JUnit set the fields.
class ImagesIT {
    private static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");
    private static final Map<String, String> MAX = Map.of(Headers.PROVIDER_MODEL, "GigaChat-2-Max");

    /** Images are forgotten soon, and deleted right away. */
    public static class ShortLives implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "xrouter.gigachat.images.lifetime", "3s",
                    "xrouter.gigachat.images.grace", "1ms");
        }
    }

    @Inject
    ServiceToken serviceToken;

    private Adapter adapter;

    @BeforeEach
    void adapter() {
        adapter = new Adapter(serviceToken);
        adapter.control("DELETE", "/_sim/files", "");
        adapter.control("DELETE", "/_sim/served", "");
    }

    @Test
    void uploadsAnImageOnceForAnAccount() {
        // Given
        var account = account();
        var body = question(data(PNG));

        // When
        var first = adapter.post(body, with(account));
        var second = adapter.post(body, with(account));

        // Then
        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(json(first).at("/choices/0/message/content").asText()).contains("Вижу: image.png, 70 байт");
        assertThat(json(second).at("/choices/0/message/content").asText()).contains("Вижу: image.png");
        assertThat(adapter.received("/files")).hasSize(1);
    }

    @Test
    void givesNoAccountTheFileOfAnother() {
        // When
        var body = question(data(PNG));
        adapter.post(body, with(account()));
        adapter.post(body, with(account()));
        adapter.post(body, MAX);
        adapter.post(body, MAX);

        // Then
        assertThat(adapter.received("/files")).hasSize(4);
    }

    @Test
    void deletesAtTheProviderWhatItForgets() {
        // Given
        adapter.post(question(data(PNG)), with(account()));

        // Then
        awaitDeletion();
    }

    @Test
    void deletesAtTheProviderWhatItHasFetched() {
        // When
        adapter.post(
                "{\"model\":\"m\",\"modalities\":[\"image\"],\"messages\":[{\"role\":\"user\",\"content\":\"Нарисуй Волгу\"}]}",
                with(account()));

        // Then
        awaitDeletion();
    }

    @Test
    void uploadsAgainWhatTheProviderHasLost() {
        // Given
        var account = account();
        adapter.post(question(data(PNG)), with(account));
        adapter.control("DELETE", "/_sim/files", "");

        // When
        var lost = adapter.post(question(data(PNG)), with(account));
        var again = adapter.post(question(data(PNG)), with(account));

        // Then
        assertThat(header(lost, Headers.FAILURE)).isEqualTo("unavailable");
        assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
    }

    @Test
    void seesImagesByVersionTwo() {
        var answer = adapter.post(
                question(data(PNG)), Map.of(Headers.PROVIDER_MODEL, "GigaChat-3-Ultra", Headers.SURFACE, "v2"));

        assertThat(json(answer).at("/choices/0/message/content").asText()).contains("Вижу: image.png");
    }

    @Test
    void refusesWithTheParametersName() {
        refused(adapter.post(question(data(PNG)), Map.of()), "unsupported_value", "messages[0].content");
        refused(post(data(PNG), data(PNG), data(PNG)), "too_many_images", "messages[0].content");
        refused(post("data:image/gif;base64,R0lGODlhAQABAAAAACw="), "invalid_image_format");
        refused(post("data:image/png;base64,!!!"), "invalid_image_url");
        refused(post("data:text/plain;base64,AAAA"), "invalid_image_url");
        refused(post("http://example.org/a.png"), "invalid_image_url");
        refused(post("ftp://example.org/a.png"), "invalid_image_url");
        refused(post("https://example.org/a.png"), "unsupported_value");
        refused(post("https://127.0.0.1/a.png"), "unsupported_value");
        assertThat(adapter.received("/files")).isEmpty();
        assertThat(adapter.received("/chat/completions")).isEmpty();
    }

    private void awaitDeletion() {
        awaitTrue(() -> adapter.served()
                .path("recent")
                .valueStream()
                .anyMatch(call -> call.path("path").asText().endsWith("/delete")
                        && call.path("status").asInt() == 200));
    }

    private static void refused(HttpResponse<String> answer, String code) {
        refused(answer, code, "messages[0].content[1].image_url.url");
    }

    private static void refused(HttpResponse<String> answer, String code, String param) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(json(answer).at("/error/code").asText()).as(answer.body()).isEqualTo(code);
        assertThat(json(answer).at("/error/param").asText()).isEqualTo(param);
    }

    private HttpResponse<String> post(String... urls) {
        return adapter.post(question(urls), MAX);
    }

    private static String question(String... urls) {
        var images = Stream.of(urls)
                .map(",{\"type\":\"image_url\",\"image_url\":{\"url\":\"%s\"}}"::formatted)
                .collect(Collectors.joining());
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Что это?\"}%s]}]}"
                .formatted(images);
    }

    private static String data(byte[] content) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(content);
    }

    private static String account() {
        return UUID.randomUUID().toString();
    }

    private static Map<String, String> with(String account) {
        return Map.of(Headers.PROVIDER_MODEL, "GigaChat-2-Max", Headers.ACCOUNT_ID, account);
    }
}
