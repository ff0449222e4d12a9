package ru.xrouter.simulator.gigachat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.function.Supplier;
import ru.xrouter.simulator.exchange.Exchange;
import ru.xrouter.simulator.knobs.GlobalKnobs;
import ru.xrouter.simulator.served.Served;

/** GigaChat's API host and its token host under one roof: finds the endpoint of a request. */
public final class GigaChatRoutes {
    /** The provider's name in counts and knobs. */
    public static final String PROVIDER = "gigachat";

    private static final String MODELS = "/api/v1/models";

    private final Vertx vertx;
    private final GlobalKnobs.Slot slot;
    private final Served served;
    private final AccessTokens tokens;
    private final Sessions sessions = new Sessions();
    private final GigaChatAccess access;
    private final OAuthEndpoint oauth;
    private final ChatEndpoint chat;

    /** Serves the provider with the given knobs, counting into {@code served}. */
    public GigaChatRoutes(Vertx vertx, Clock clock, GlobalKnobs.Slot slot, Served served) {
        this.vertx = vertx;
        this.slot = slot;
        this.served = served;
        tokens = new AccessTokens(clock);
        access = new GigaChatAccess(tokens);
        oauth = new OAuthEndpoint(tokens, slot, served);
        chat = new ChatEndpoint(vertx, clock, access, slot, served, sessions);
    }

    /** Forgets every access token, so that each is refused from now on. */
    public void forgetTokens() {
        tokens.clear();
    }

    /** Forgets every session's prompt. */
    public void forgetSessions() {
        sessions.clear();
    }

    /** Answers a request whose path, without the provider's prefix, is given. */
    public void handle(HttpServerRequest request, String path, Buffer body) {
        var post = request.method().name().equals("POST");
        if (post && path.equals("/api/v1/chat/completions")) {
            chat.handle(request, body);
        } else if (post && path.equals("/api/v2/oauth")) {
            oauth.handle(request, body);
        } else if (post && path.equals("/api/v1/tokens/count")) {
            small(request, body, () -> SmallEndpoints.tokensCount(body));
        } else if (post && path.equals("/api/v1/embeddings")) {
            small(request, body, () -> SmallEndpoints.embeddings(body));
        } else if (!post && path.equals(MODELS)) {
            small(request, body, SmallEndpoints::models);
        } else if (!post && path.startsWith(MODELS + "/")) {
            var id = URLDecoder.decode(path.substring(MODELS.length() + 1), StandardCharsets.UTF_8);
            small(request, body, () -> SmallEndpoints.model(id));
        } else {
            small(request, body, () -> {
                throw new GigaChatRefusal(404, "Not Found");
            });
        }
    }

    private void small(HttpServerRequest request, Buffer body, Supplier<Buffer> answer) {
        var call = served.begin(PROVIDER, request.path(), request.headers(), body);
        var exchange = new Exchange(vertx, request, call);
        GigaChatHeaders.put(request);
        try {
            access.check(request, slot.knobs());
            exchange.answer(answer.get(), 0);
        } catch (GigaChatRefusal refusal) {
            exchange.refuse(refusal.status(), refusal.body());
        }
    }
}
