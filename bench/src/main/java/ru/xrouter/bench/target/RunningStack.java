package ru.xrouter.bench.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The stack under load, as {@code ./xrouter up} describes it in its state folder. */
public final class RunningStack {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int GATEWAY = 8080;
    private static final int AUTH = 8081;
    private static final int BILLING = 8083;
    private static final int REDIS = 6380;
    private static final int SIMULATOR = 8090;
    private static final String CHAT = "/v1/chat/completions";
    private static final int PAYMENT_REQUIRED = 402;
    private static final int NOT_FOUND = 404;
    private static final String MODEL = "gigachat/GigaChat-2";
    private static final String YANDEXGPT_MODEL = "yandexgpt/yandexgpt-lite";
    private static final String PROVIDER_MODEL = "GigaChat-2";
    private static final String PROVIDER_PATH = "/gigachat/api/v1/chat/completions";
    private static final String AUTHORIZATION_KEY = "YmVuY2g6YmVuY2g=";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int portOffset;
    private final String serviceToken;

    private RunningStack(int portOffset, String serviceToken) {
        this.portOffset = portOffset;
        this.serviceToken = serviceToken;
    }

    /** Reads the state folder; fails with what to do when nothing runs. */
    public static RunningStack in(Path state) throws IOException {
        var run = state.resolve("run.json");
        if (!Files.exists(run)) {
            throw new IllegalArgumentException("Nothing runs in %s; start it with ./xrouter up".formatted(state));
        }
        var token = Files.readAllLines(state.resolve("secrets.env")).stream()
                .filter(line -> line.startsWith("XROUTER_SERVICE_TOKEN="))
                .map(line -> line.substring(line.indexOf('=') + 1))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("secrets.env has no XROUTER_SERVICE_TOKEN"));
        var offset = JSON.readTree(Files.readString(run)).path("port_offset").asInt();
        return new RunningStack(offset, token);
    }

    /** XRouter with an account of its own, whose key has limits too high to be met. */
    public Target xrouter() throws IOException, InterruptedException {
        return new Target("XRouter", address(GATEWAY), CHAT, key("1000000.00"), MODEL);
    }

    /** XRouter with an account that cannot pay for any answer: the router asks for a hold and does not get it. */
    public Target withoutCredit() throws IOException, InterruptedException {
        return new Target("XRouter, no credit", address(GATEWAY), CHAT, key("0.01"), MODEL, PAYMENT_REQUIRED);
    }

    /** XRouter asked for a model that there is not: the router has read the request when it refuses it, and has asked for no hold. */
    public Target withoutModel(Target xrouter) {
        return new Target(
                "XRouter, no model", xrouter.address(), CHAT, xrouter.token(), "gigachat/no-such-model", NOT_FOUND);
    }

    /** The key of a new account with so many roubles. */
    private String key(String credit) throws IOException, InterruptedException {
        var account = operator(AUTH, "/internal/accounts", "{\"name\":\"bench\"}")
                .path("account_id")
                .asText();
        operator(BILLING, "/internal/accounts/%s/top-ups".formatted(account), """
                {"amount":"%s","reference":"bench-%s"}\
                """.formatted(credit, UUID.randomUUID()));
        return operator(AUTH, "/internal/accounts/%s/api-keys".formatted(account), """
                        {"name":"bench","requests_per_minute":1000000,"requests_per_day":100000000,"concurrency":10000}\
                        """)
                .path("key")
                .asText();
    }

    /** The same, with the other provider's model. */
    public Target yandexGptThrough(Target xrouter) {
        return new Target(
                xrouter.name() + ", YandexGPT", xrouter.address(), xrouter.path(), xrouter.token(), YANDEXGPT_MODEL);
    }

    /** The simulator without anything between, asked in the provider's own form. */
    public Target simulator() throws IOException, InterruptedException {
        var granted = send(HttpRequest.newBuilder(uri(SIMULATOR, "/gigachat/api/v2/oauth"))
                .header("authorization", "Basic " + AUTHORIZATION_KEY)
                .header("rquid", UUID.randomUUID().toString())
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("scope=GIGACHAT_API_PERS"))
                .build());
        return new Target(
                "simulator",
                address(SIMULATOR),
                PROVIDER_PATH,
                granted.path("access_token").asText(),
                PROVIDER_MODEL);
    }

    /** Where Redis listens. */
    public InetSocketAddress redis() {
        return address(REDIS);
    }

    /** Where the simulator listens. */
    public int simulatorPort() {
        return SIMULATOR + portOffset;
    }

    /** Billing's totals: proof that what was measured was also charged. */
    public JsonNode ledger() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(BILLING, "/internal/ledger/summary"))
                .header("authorization", "Bearer " + serviceToken)
                .build());
    }

    private JsonNode operator(int port, String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(port, path))
                .header("authorization", "Bearer " + serviceToken)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        var response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(
                    "%s answered %d: %s".formatted(request.uri(), response.statusCode(), response.body()));
        }
        return JSON.readTree(response.body());
    }

    private URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(port + portOffset, path));
    }

    private InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port + portOffset);
    }
}
