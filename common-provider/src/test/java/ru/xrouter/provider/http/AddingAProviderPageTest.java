package ru.xrouter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.provider.http.RunningAdapter.PLAIN;
import static ru.xrouter.provider.http.RunningAdapter.STREAMED;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import ru.xrouter.api.http.Headers;
import ru.xrouter.provider.ChatProvider;

/** The example of {@code docs/architecture/adding-a-provider.md}, compiled from the page and run as an adapter. */
class AddingAProviderPageTest {
    private static final Path PAGE = Path.of("..", "docs", "architecture", "adding-a-provider.md");
    private static final String PARROT = "ru.xrouter.parrot.chat.Parrot";

    @TempDir
    private static Path directory;

    @RegisterExtension
    private final RunningAdapter adapter = new RunningAdapter(AddingAProviderPageTest::parrot);

    @Test
    void answersWhole() {
        // Given
        var body = new CompletableFuture<String>();
        adapter.upstream = request -> request.body().onSuccess(buffer -> {
            body.complete(buffer.toString());
            request.response().end("{\"text\":\"hi hi\",\"tokens\":{\"in\":4,\"out\":2}}");
        });

        // When
        var answer = adapter.post(PLAIN.replace("\"model\"", "\"seed\":7,\"model\""));

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("\"content\":\"hi hi\"").contains("\"provider\":\"Parrot\"");
        assertThat(answer.header(Headers.REPORT)).contains("{\"prompt_tokens\":4,\"completion_tokens\":2}");
        assertThat(answer.header(Headers.IGNORED_PARAMETERS)).isEqualTo("seed");
        assertThat(body)
                .isCompletedWithValue(
                        "{\"model\":\"toy-1\",\"stream\":false,\"messages\":[{\"role\":\"human\",\"text\":\"hi\"}]}");
        assertThat(adapter.received.getFirst().path()).isEqualTo("/v1/answers");
        assertThat(adapter.received.getFirst().getHeader("authorization")).isEqualTo("Bearer secret");
    }

    @Test
    void streams() {
        // Given
        adapter.upstream =
                RunningAdapter.streaming("{\"text\":\"hi \"}\n{\"text\":\"hi\"}\n{\"tokens\":{\"in\":4,\"out\":2}}\n");

        // When
        var answer = adapter.post(STREAMED);

        // Then
        assertThat(answer.events())
                .containsSubsequence(
                        "{\"role\":\"assistant\",\"content\":\"\"} null",
                        "{\"content\":\"hi \"} null",
                        "{\"content\":\"hi\"} null",
                        "{} \"stop\"",
                        "report {\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":2},\"finish_reason\":\"stop\"}");
    }

    @Test
    void listsModels() {
        // Given
        adapter.upstream = RunningAdapter.streaming("{\"models\":[\"parrot-1\"]}");

        // When
        var answer = adapter.get("/v1/models");

        // Then
        assertThat(answer.body()).isEqualTo("{\"data\":[{\"id\":\"parrot-1\"}]}");
    }

    private static ChatProvider parrot(URI apiUrl) {
        try {
            var loader = CompiledPage.load(PAGE, directory);
            var config = loader.loadClass(PARROT + "Config");
            var settings = Proxy.newProxyInstance(
                    loader,
                    new Class<?>[] {config},
                    (_, method, _) -> method.getName().equals("apiUrl") ? apiUrl : "secret");
            var constructor = loader.loadClass(PARROT + "Provider").getDeclaredConstructor(config);
            constructor.setAccessible(true);
            return (ChatProvider) constructor.newInstance(settings);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The page has no such provider", e);
        }
    }
}
