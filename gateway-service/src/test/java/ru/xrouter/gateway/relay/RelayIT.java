package ru.xrouter.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gateway.testing.GatewayClient.body;
import static ru.xrouter.gateway.testing.GatewayClient.chat;
import static ru.xrouter.gateway.testing.GatewayClient.eventually;
import static ru.xrouter.gateway.testing.GatewayClient.header;
import static ru.xrouter.gateway.testing.GatewayClient.json;
import static ru.xrouter.gateway.testing.GatewayClient.open;
import static ru.xrouter.gateway.testing.GatewayClient.post;
import static ru.xrouter.gateway.testing.GatewayClient.raw;
import static ru.xrouter.gateway.testing.GatewayClient.rawPost;
import static ru.xrouter.gateway.testing.GatewayClient.request;
import static ru.xrouter.gateway.testing.GatewayClient.send;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.gateway.testing.FakeAuth;
import ru.xrouter.gateway.testing.FakeRouter;
import ru.xrouter.gateway.testing.Peers;
import ru.xrouter.gateway.testing.PeersResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

@QuarkusTest
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(PeersResource.class)
class RelayIT {
    private static final long MIB = 1024 * 1024;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    private FakeAuth.Key key = new FakeAuth.Key("", "", "");

    @BeforeEach
    void start() {
        Peers.start();
        key = Peers.auth().newKey();
    }

    @Test
    void sendsTheBodyAsItIsWithTheCallersIdentity() {
        // Given
        var body = "{ \"model\" : \"plain\",\n \"unknown\":[1e3], \"messages\":[{\"content\":\"\\u043f привет\"}] }";
        // When
        var response = send(request("/api/v1/chat/completions", key)
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .POST(BodyPublishers.ofString(body)));
        // Then
        var seen = Peers.router().last();
        assertThat(seen.line()).isEqualTo("POST /v1/chat/completions");
        assertThat(seen.body().toString()).isEqualTo(body);
        assertThat(seen.headers())
                .containsEntry("authorization", "Bearer local-service-token")
                .containsEntry("x-xrouter-generation-id", header(response, "x-request-id"))
                .containsEntry("x-xrouter-account-id", key.accountId())
                .containsEntry("x-xrouter-key-id", key.id())
                .containsEntry("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/completions, /v1/completions, prompt",
        "/api/v1/completions, /v1/completions, prompt",
        "/v1/embeddings, /v1/embeddings, input",
        "/api/v1/embeddings, /v1/embeddings, input",
        "/v1/tokenize, /v1/tokenize, messages",
        "/api/v1/tokenize, /v1/tokenize, messages"
    })
    void takesEveryOperationToTheRoutersSamePath(String path, String routers, String content) {
        // Given
        var body = "{\"model\":\"plain\", \"%s\":[\"x\"]}".formatted(content);
        // When
        var response = send(request(path, key).POST(BodyPublishers.ofString(body)));
        var without = send(request(path, key).POST(BodyPublishers.ofString("{\"model\":\"plain\"}")));
        var got = send(request(path, key).GET());
        // Then
        assertThat(response.body()).isEqualTo(FakeRouter.PLAIN);
        assertThat(Peers.router().last().line()).isEqualTo("POST " + routers);
        assertThat(Peers.router().last().body().toString()).isEqualTo(body);
        assertThat(header(response, "x-ratelimit-limit-requests")).isEqualTo("100000");
        assertError(without, 400, "missing_required_parameter", content);
        assertThat(got.statusCode()).isEqualTo(405);
        assertThat(header(got, "allow")).isEqualTo("POST");
    }

    @Test
    void copiesAPlainAnswerAndTheHeadersMeantForClients() {
        // When
        var response = chat(key, "plain");
        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(FakeRouter.PLAIN);
        assertThat(header(response, "content-type")).isEqualTo("application/json");
        assertThat(header(response, "content-length")).isEqualTo(Integer.toString(FakeRouter.PLAIN.length()));
        assertThat(header(response, "x-xrouter-model")).isEqualTo("gigachat/gigachat-2");
        assertThat(header(response, "x-xrouter-provider")).isEqualTo("gigachat");
        assertThat(header(response, "x-xrouter-ignored-parameters")).isEqualTo("seed");
        assertThat(header(response, "server-timing")).matches("xrouter;dur=\\d+\\.\\d{3}, provider;dur=1\\.500");
        assertThat(header(response, "openai-processing-ms")).matches("\\d+");
        assertThat(header(response, "x-request-id")).matches("gen-[0-9a-z]{26}");
        assertThat(response.headers().firstValue("x-internal-secret")).isEmpty();
        assertThat(response.headers().firstValue("x-xrouter-provider-time")).isEmpty();
    }

    @Test
    void copiesAStreamByteForByteHoweverItIsCut() {
        // When
        var response = chat(key, "stream");
        // Then
        assertThat(response.body()).isEqualTo(String.join("", FakeRouter.STREAM));
        assertThat(header(response, "content-type")).isEqualTo("text/event-stream; charset=utf-8");
        assertThat(header(response, "cache-control")).isEqualTo("no-cache");
        assertThat(header(response, "x-accel-buffering")).isEqualTo("no");
        assertThat(header(response, "x-ratelimit-limit-requests")).isEqualTo("100000");
    }

    @Test
    void passesThePartsOfAStreamOnAsTheyCome() throws IOException {
        // When
        var response =
                open(request("/v1/chat/completions", key).POST(BodyPublishers.ofString(body("endless", key.id()))));
        // Then
        try (var stream = response.body()) {
            assertThat(new String(stream.readNBytes(10), StandardCharsets.UTF_8))
                    .isEqualTo("data: {}\n\n");
        }
    }

    @Test
    void readsTheRestAloneWhenAClientLeavesThatMayComeForTheAnswer() throws IOException, InterruptedException {
        // Given
        var request = rawPost(key, body("flood", "")).replace("content-type", "idempotency-key: x\r\ncontent-type");
        try (var _ = raw(request)) {
            eventually(RelayIT::pours);
            assertThat(settled()).isLessThan(FakeRouter.FLOOD_BYTES);
        }
        // Then
        eventually(() -> Peers.router().flooded() == FakeRouter.FLOOD_BYTES);
    }

    @Test
    void readsFromTheRouterNoFasterThanTheClientReads() throws IOException, InterruptedException {
        // Given
        try (var client = raw(rawPost(key, body("flood", "")))) {
            eventually(RelayIT::pours);
            // When
            var accepted = settled();
            // Then
            assertThat(accepted).isLessThan(24 * MIB);
            // When
            var received = drain(client.getInputStream());
            // Then
            assertThat(received).isGreaterThanOrEqualTo(FakeRouter.FLOOD_BYTES);
        }
    }

    @Test
    void cancelsTheRoutersStreamAsSoonAsTheClientLeaves() throws Exception {
        // Given
        var cancelled = Peers.router().cancelOf(key.id());
        try (var client = raw(rawPost(key, body("endless", key.id())))) {
            readUntil(client, "data: {}\n\n");
        }
        // When the client has closed its connection
        // Then
        cancelled.get(1, TimeUnit.SECONDS);
    }

    @Test
    void cancelsTheRoutersCallWhenTheClientLeavesBeforeTheAnswer() throws Exception {
        // Given
        var cancelled = Peers.router().cancelOf(key.id());
        try (var client = raw(rawPost(key, body("silent", key.id())))) {
            assertThat(client.isConnected()).isTrue();
            eventually(() -> Peers.router().answer(key.id()));
        }
        // When the client has closed its connection
        // Then
        cancelled.get(1, TimeUnit.SECONDS);
    }

    @Test
    void endsABrokenStreamWithAnErrorEvent() {
        // When
        var response = chat(key, "cut-stream");
        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .startsWith("data: {}\n\n")
                .contains("\"code\":\"upstream_interrupted\"")
                .endsWith("}\n\n");
        assertThat(response.body()).doesNotContain("[DONE]").doesNotContain("finish_reason");
    }

    @Test
    void breaksTheConnectionWhenABodyBreaksOff() throws IOException {
        // When
        try (var client = raw(rawPost(key, body("cut-body", "")))) {
            var received = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            // Then
            assertThat(received).contains("content-length: 100").endsWith("{\"half\":");
        }
    }

    @Test
    void answers502WhenTheRouterBreaksOffBeforeAnyByte() {
        assertError(chat(key, "cut-early"), 502, "upstream_interrupted", null);
    }

    @Test
    void copiesARefusalWithItsAdvice() {
        // When
        var response = chat(key, "unpaid");
        // Then
        assertThat(response.statusCode()).isEqualTo(402);
        assertThat(header(response, "retry-after")).isEqualTo("7");
        assertThat(header(response, "x-should-retry")).isEqualTo("false");
        assertThat(response.body()).startsWith("{\"error\":");
    }

    @Test
    void refusesMalformedBodiesNamingTheParameter() {
        assertError(post(key, ""), 400, "invalid_json", null);
        assertError(post(key, "{\"model\":"), 400, "invalid_json", null);
        assertError(post(key, "[]"), 400, "invalid_type", null);
        assertError(post(key, "{\"messages\":[{}]}"), 400, "missing_required_parameter", "model");
        assertError(post(key, "{\"model\":5,\"messages\":[{}]}"), 400, "invalid_type", "model");
        assertError(post(key, "{\"model\":\"plain\",\"messages\":{}}"), 400, "invalid_type", "messages");
        assertError(post(key, "{\"model\":\"plain\",\"messages\":[{}],\"stream\":1}"), 400, "invalid_type", "stream");
    }

    @Test
    void refusesOtherContentTypesAndEncodings() {
        // Given
        var body = body("plain", "");
        // Then
        assertError(
                send(request("/v1/chat/completions", key)
                        .header("content-type", "text/plain")
                        .POST(BodyPublishers.ofString(body))),
                415,
                "unsupported_media_type",
                null);
        assertError(
                send(request("/v1/chat/completions", key)
                        .header("content-encoding", "br")
                        .POST(BodyPublishers.ofString(body))),
                415,
                "unsupported_media_type",
                null);
        assertThat(send(request("/v1/chat/completions", key)
                                .header("content-type", "Application/JSON; charset=utf-8")
                                .POST(BodyPublishers.ofString(body)))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void takesGzipAndBoundsWhatItInflatesTo() throws IOException {
        // Given
        var small = body("plain", "");
        // Then
        assertThat(gzipped(small).statusCode()).isEqualTo(200);
        assertThat(Peers.router().last().body().toString()).isEqualTo(small);
        assertThat(Peers.router().last().headers()).doesNotContainKey("content-encoding");
        assertError(gzipped(body("plain", "a".repeat((int) MIB))), 413, "request_too_large", null);
    }

    @Test
    void refusesABodyThatIsTooLargeToldOrNot() {
        // Given
        var large = body("plain", "a".repeat((int) MIB));
        // Then
        assertError(post(key, large), 413, "request_too_large", null);
        assertError(
                send(request("/v1/chat/completions", key)
                        .POST(BodyPublishers.ofInputStream(
                                () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8))))),
                413,
                "request_too_large",
                null);
    }

    @Test
    void takesALargeBodyInManyPieces() {
        // Given
        var large = body("plain", "б".repeat(400_000));
        // When
        var response = post(key, large);
        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Peers.router().last().body().toString()).isEqualTo(large);
    }

    @Test
    void invitesTheBodyOfAClientThatAsksFirst() throws IOException {
        // Given
        var body = body("plain", "");
        var head =
                rawPost(key, body).replace("\r\n\r\n" + body, "\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n");
        try (var client = raw(head)) {
            readUntil(client, "100 Continue\r\n\r\n");
            // When
            client.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
            // Then
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200")
                    .endsWith(FakeRouter.PLAIN);
        }
    }

    private HttpResponse<String> gzipped(String body) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(body.getBytes(StandardCharsets.UTF_8));
        }
        return send(request("/v1/chat/completions", key)
                .header("content-encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(out.toByteArray())));
    }

    /** Whether the router has begun to send; what was sent before, to another test, was sent whole. */
    private static boolean pours() {
        var sent = Peers.router().flooded();
        return sent > 0 && sent < FakeRouter.FLOOD_BYTES;
    }

    /** What the router could send, once it can send no more. */
    private static long settled() throws InterruptedException {
        var before = -1L;
        var now = Peers.router().flooded();
        while (now != before) {
            before = now;
            Thread.sleep(500);
            now = Peers.router().flooded();
        }
        return now;
    }

    private static long drain(InputStream in) throws IOException {
        var buffer = new byte[256 * 1024];
        var total = 0L;
        while (total < FakeRouter.FLOOD_BYTES) {
            var read = in.read(buffer);
            if (read < 0) {
                return total;
            }
            total += read;
        }
        return total;
    }

    private static void readUntil(Socket client, String end) throws IOException {
        var seen = new StringBuilder();
        while (!seen.toString().contains(end)) {
            var next = client.getInputStream().read();
            assertThat(next).as("the answer goes on after: %s", seen).isNotNegative();
            seen.append((char) next);
        }
    }

    private static void assertError(HttpResponse<String> response, int status, String code, @Nullable String param) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        var error = json(response).get("error");
        assertThat(error.fieldNames()).toIterable().contains("message", "type", "param", "code");
        assertThat(error.get("code").asText()).isEqualTo(code);
        assertThat(error.get("param").isNull() ? null : error.get("param").asText())
                .isEqualTo(param);
        assertThat(header(response, "x-request-id")).startsWith("gen-");
        assertThat(header(response, "x-ratelimit-limit-requests")).isEqualTo("100000");
        assertThat(header(response, "server-timing")).startsWith("xrouter;dur=");
    }
}
