package ru.xrouter.simulator.yandex;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.exchange.Exchange;
import ru.xrouter.simulator.knobs.GlobalKnobs;
import ru.xrouter.simulator.knobs.Knob;
import ru.xrouter.simulator.served.Served;

/** The text APIs, native and OpenAI-compatible, and IAM under one roof: finds the endpoint of a request. */
public final class YandexRoutes {
    /** The provider's name in counts and knobs. */
    public static final String PROVIDER = "yandexgpt";

    private static final String MODELS = "/foundationModels/v1/";
    private static final String OPERATIONS = "/operations/";
    private static final long TWELVE_HOURS = 12 * 3_600_000L;

    private final Vertx vertx;
    private final GlobalKnobs.Slot slot;
    private final Served served;
    private final IamTokens tokens;
    private final YandexAccess access;
    private final CompletionEndpoint completion;
    private final OpenAiEndpoint openAi;
    private final Operations operations;

    /** Serves the provider with the given knobs, counting into {@code served}. */
    public YandexRoutes(Vertx vertx, Clock clock, GlobalKnobs.Slot slot, Served served) {
        this.vertx = vertx;
        this.slot = slot;
        this.served = served;
        tokens = new IamTokens(clock);
        access = new YandexAccess(tokens);
        completion = new CompletionEndpoint(vertx, access, slot, served);
        operations = new Operations(clock);
        openAi = new OpenAiEndpoint(vertx, clock, access, slot, served);
    }

    /** Forgets every IAM token, so that each is refused from now on. */
    public void forgetTokens() {
        tokens.clear();
    }

    /** Answers a request whose path, without the provider's prefix, is given. */
    public void handle(HttpServerRequest request, String path, Buffer body) {
        switch (request.method().name() + " " + path) {
            case "POST " + MODELS + "completion" -> completion.handle(request, body);
            case "POST " + MODELS + "tokenize" -> small(request, body, SmallEndpoints::tokenize);
            case "POST " + MODELS + "tokenizeCompletion" -> small(request, body, SmallEndpoints::tokenizeCompletion);
            case "POST " + MODELS + "textEmbedding" -> small(request, body, SmallEndpoints::textEmbedding);
            case "POST " + MODELS + "completionAsync" -> small(request, body, operations::start);
            case "POST /v1/chat/completions" -> openAi.chat(request, body);
            case "POST /v1/embeddings" -> openAi.embeddings(request, body);
            case "GET /v1/models" -> openAi.models(request);
            case "POST /iam/v1/tokens" -> issueToken(request, body);
            case "GET /computeMetadata/v1/instance/service-accounts/default/token" -> metadataToken(request);
            default -> small(request, body, (_, _) -> operation(request, path));
        }
    }

    private Buffer operation(HttpServerRequest request, String path) {
        if (!request.method().equals(HttpMethod.GET) || !path.startsWith(OPERATIONS)) {
            throw YandexRefusal.notFound("Not Found");
        }
        return operations.get(path.substring(OPERATIONS.length()));
    }

    private void small(HttpServerRequest request, Buffer body, BiFunction<Buffer, @Nullable String, Buffer> answer) {
        var call = served.begin(PROVIDER, request.path(), request.headers(), body);
        var exchange = new Exchange(vertx, request, call);
        YandexHeaders.put(request);
        try {
            var folder = Folder.of(request.getHeader("x-folder-id"), access.check(request.getHeader("authorization")));
            exchange.answer(answer.apply(body, folder), 0);
        } catch (YandexRefusal refusal) {
            exchange.refuse(refusal.status(), refusal.body());
        }
    }

    private void metadataToken(HttpServerRequest request) {
        if (!"Google".equals(request.getHeader("metadata-flavor"))) {
            request.response().setStatusCode(403).end("Missing Metadata-Flavor:Google header.\n");
            return;
        }
        served.accessToken(PROVIDER);
        request.response()
                .putHeader("content-type", "application/json")
                .end(tokens.metadata(slot.knobs().get(Knob.TOKEN_TTL, TWELVE_HOURS)));
    }

    private void issueToken(HttpServerRequest request, Buffer body) {
        var response = request.response().putHeader("content-type", "application/json");
        try {
            var status = (int) slot.knobs().get(Knob.OAUTH_STATUS, 0);
            if (status != 0) {
                throw YandexRefusal.ofStatus(status);
            }
            var answer = tokens.issue(body, slot.knobs().get(Knob.TOKEN_TTL, TWELVE_HOURS));
            served.accessToken(PROVIDER);
            response.end(answer);
        } catch (YandexRefusal refusal) {
            response.setStatusCode(refusal.status()).end(refusal.statusBody());
        }
    }
}
