package ru.xrouter.gigachat;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gigachat.Adapter.data;
import static ru.xrouter.gigachat.Adapter.header;
import static ru.xrouter.gigachat.Adapter.json;
import static ru.xrouter.gigachat.Adapter.question;
import static ru.xrouter.gigachat.Adapter.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.http.Headers;
import ru.xrouter.service.token.ServiceToken;

/** Files that GigaChat makes, in both versions of its API. */
@QuarkusTest
@WithTestResource(SimulatorResource.class)
@SuppressWarnings("NullAway.Init") // Quarkus and JUnit set the fields.
class DrawingIT {
    private static final String DRAW = "Нарисуй Волгу";
    private static final String PICTURES = "\"modalities\":[\"image\",\"text\"]";
    private static final String JPEG = "data:image/jpeg;base64,";

    @Inject
    ServiceToken serviceToken;

    private Adapter adapter;

    /** The versions of the API, each by a model that it serves. */
    enum Version {
        V1,
        V2;

        Map<String, String> of(String account) {
            var all = new HashMap<String, String>();
            all.put(Headers.ACCOUNT_ID, account);
            all.put(Headers.PROVIDER_MODEL, this == V1 ? "GigaChat-2" : "GigaChat-3-Ultra");
            if (this == V2) {
                all.put(Headers.SURFACE, "v2");
            }
            return all;
        }
    }

    @BeforeEach
    void adapter() {
        adapter = new Adapter(serviceToken);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void bringsAPicture(Version version) {
        // When
        var answer = post(DRAW, false, PICTURES, version.of("a-1"));

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var message = json(answer).at("/choices/0/message");
        assertThat(message.path("content").asText().strip())
                .startsWith("Эхо: Нарисуй Волгу")
                .doesNotContain("<img");
        assertIsPicture(message.path("images"));
        assertThat(header(answer, Headers.IGNORED_PARAMETERS)).isEqualTo("none");
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void bringsAPictureBeforeAStreamFinishes(Version version) {
        // When
        var answer = post(DRAW, true, PICTURES, version.of("a-1"));

        // Then
        var data = data(answer.body());
        assertThat(text(data, "content").strip())
                .startsWith("Эхо: Нарисуй Волгу")
                .doesNotContain("<img");
        var withImages = data.stream()
                .filter(chunk -> chunk.at("/choices/0/delta/images").isArray())
                .toList();
        assertThat(withImages).hasSize(1);
        assertIsPicture(withImages.getFirst().at("/choices/0/delta/images"));
        var reasons = data.stream()
                .map(chunk -> chunk.at("/choices/0/finish_reason").asText(""))
                .filter(reason -> !reason.isEmpty() && !reason.equals("null"))
                .toList();
        assertThat(reasons).containsExactly("stop");
        assertThat(data.indexOf(withImages.getFirst()))
                .isLessThan(data.indexOf(data.stream()
                        .filter(chunk -> chunk.at("/choices/0/finish_reason").isTextual())
                        .findFirst()
                        .orElseThrow()));
    }

    @Test
    void drawsInAFormThatIsEmulated() {
        // Given
        var headers = Version.V1.of("a-1");
        headers.put(Headers.EMULATE, "response_format");

        // When
        var answer = post(DRAW, false, PICTURES + ",\"response_format\":{\"type\":\"json_object\"}", headers);

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertIsPicture(json(answer).at("/choices/0/message/images"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bringsOtherFilesAsFiles(boolean stream) {
        // When
        var tool = "\"tools\":[{\"type\":\"model_3d_generate\"}],\"tool_choice\":\"required\"";
        var answer = post("Волга", stream, tool, Version.V2.of("a-1"));

        // Then
        var file = (stream ? data(answer.body()) : List.of(json(answer)))
                .stream()
                        .map(json -> json.at(stream ? "/choices/0/delta/files/0" : "/choices/0/message/files/0"))
                        .filter(JsonNode::isObject)
                        .toList();
        assertThat(file).hasSize(1);
        assertThat(file.getFirst().path("type").asText()).isEqualTo("file");
        assertThat(file.getFirst().at("/file/file_data").asText()).startsWith("data:model/gltf-binary;base64,");
    }

    @Test
    void givesNoAccountWhatWasMadeForAnother() {
        // Given
        post(DRAW, false, PICTURES, Version.V1.of("a-1"));
        var path = json(adapter.control("GET", "/_sim/requests", ""))
                .valueStream()
                .map(request -> request.path("path").asText())
                .filter(it -> it.endsWith("/content"))
                .reduce((_, last) -> last)
                .orElseThrow();
        var parts = List.of(path.split("/", -1));
        var echoed = "<img src=\"" + parts.get(parts.size() - 2) + "\" fuse=\"true\"/>";

        // Then
        assertThat(post(echoed, false, PICTURES, Version.V1.of("a-1")).statusCode())
                .isEqualTo(200);
        var others = post(echoed, false, PICTURES, Version.V1.of("a-2"));
        assertThat(others.statusCode()).as(others.body()).isEqualTo(502);
        assertThat(post(echoed, true, PICTURES, Version.V1.of("a-2")).body())
                .contains("\"error\"")
                .doesNotContain(JPEG);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void drawsNothingUnasked(Version version) {
        // When
        var answer = post(DRAW, false, "\"modalities\":[\"text\"]", version.of("a-1"));

        // Then
        var message = json(answer).at("/choices/0/message");
        assertThat(message.has("images")).isFalse();
        assertThat(message.path("content").asText()).startsWith("Эхо");
    }

    @Test
    void refusesPicturesBesideFunctionsInVersionOne() {
        // When
        var function = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]," + PICTURES;
        var answer = post(DRAW, false, function, Version.V1.of("a-1"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).at("/error/param").asText()).isEqualTo("modalities");
        assertThat(post(DRAW, false, function, Version.V2.of("a-1")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void remembersOnlyOnTheCustomersOwnContract() {
        // When
        var answer = post("Привет", false, "\"tools\":[{\"type\":\"memory\"}]", Version.V2.of("a-1"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).at("/error/param").asText()).isEqualTo("tools[0].type");
    }

    private static void assertIsPicture(JsonNode images) {
        assertThat(images).hasSize(1);
        assertThat(images.at("/0/type").asText()).isEqualTo("image_url");
        var url = images.at("/0/image_url/url").asText();
        assertThat(url).startsWith(JPEG);
        assertThat(Base64.getDecoder().decode(url.substring(JPEG.length()))).startsWith(0xFF, 0xD8, 0xFF);
    }

    private HttpResponse<String> post(String words, boolean stream, String members, Map<String, String> headers) {
        var body = question(words, stream);
        return adapter.post(body.substring(0, body.length() - 1) + "," + members + "}", headers);
    }
}
