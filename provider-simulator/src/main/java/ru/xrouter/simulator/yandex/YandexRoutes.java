package ru.xrouter.simulator.yandex;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.util.function.Supplier;
import ru.xrouter.simulator.exchange.Exchange;
import ru.xrouter.simulator.knobs.GlobalKnobs;
import ru.xrouter.simulator.knobs.Knob;
import ru.xrouter.simulator.served.Served;

/** The native text API and IAM under one roof: finds the endpoint of a request. */
public final class YandexRoutes {
    /** The provider's name in counts and knobs. */
    public static final String PROVIDER = "yandexgpt";

    private static final String MODELS = "/foundationModels/v1/";
    private static final long TWELVE_HOURS = 12 * 3_600_000L;

    private final Vertx vertx;
    private final GlobalKnobs.Slot slot;
    private final Served served;
    private final IamTokens tokens;
    private final YandexAccess access;
    private final CompletionEndpoint completion;

    /** Serves the provider with the given knobs, counting into {@code served}. */
    public YandexRoutes(Vertx vertx, Clock clock, GlobalKnobs.Slot slot, Served served) {
        this.vertx = vertx;
        this.slot = slot;
        this.served = served;
        tokens = new IamTokens(clock);
        access = new YandexAccess(tokens);
        completion = new CompletionEndpoint(vertx, access, slot, served);
    }

    /** Forgets every IAM token, so that each is refused from now on. */
    public void forgetTokens() {
        tokens.clear();
    }

    /** Answers a request whose path, without the provider's prefix, is given. */
    public void handle(HttpServerRequest request, String path, Buffer body) {
        var folder = request.getHeader("x-folder-id");
        switch (request.method().name() + " " + path) {
            case "POST " + MODELS + "completion" -> completion.handle(request, body);
            case "POST " + MODELS + "tokenize" -> small(request, body, () -> SmallEndpoints.tokenize(body, folder));
            case "POST " + MODELS + "tokenizeCompletion" ->
                small(request, body, () -> SmallEndpoints.tokenizeCompletion(body, folder));
            case "POST " + MODELS + "textEmbedding" ->
                small(request, body, () -> SmallEndpoints.textEmbedding(body, folder));
            case "POST /iam/v1/tokens" -> issueToken(request, body);
            default ->
                small(request, body, () -> {
                    throw YandexRefusal.notFound("Not Found");
                });
        }
    }

    private void small(HttpServerRequest request, Buffer body, Supplier<Buffer> answer) {
        var call = served.begin(PROVIDER, request.path(), request.headers(), body);
        var exchange = new Exchange(vertx, request, call);
        YandexHeaders.put(request);
        try {
            access.check(request.getHeader("authorization"));
            exchange.answer(answer.get(), 0);
        } catch (YandexRefusal refusal) {
            exchange.refuse(refusal.status(), refusal.body());
        }
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
