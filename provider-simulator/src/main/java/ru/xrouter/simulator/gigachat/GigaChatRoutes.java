package ru.xrouter.simulator.gigachat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.function.Function;
import ru.xrouter.simulator.exchange.Exchange;
import ru.xrouter.simulator.knobs.GlobalKnobs;
import ru.xrouter.simulator.knobs.Knob;
import ru.xrouter.simulator.served.Served;

/** GigaChat's API host and its token host under one roof: finds the endpoint of a request. */
public final class GigaChatRoutes {
    /** The provider's name in counts and knobs. */
    public static final String PROVIDER = "gigachat";

    private static final String MODELS = "/api/v1/models";
    private static final int LONGEST_FILE = 41 * 1024 * 1024;
    private static final int LONGEST = 20 * 1024 * 1024;

    private final Vertx vertx;
    private final GlobalKnobs.Slot slot;
    private final Served served;
    private final AccessTokens tokens;
    private final Sessions sessions = new Sessions();
    private final FileStore fileStore = new FileStore();
    private final GigaChatAccess access;
    private final OAuthEndpoint oauth;
    private final ChatEndpoint chat;
    private final ChatEndpoint chatV2;
    private final FilesEndpoint files;

    /** Serves the provider with the given knobs, counting into {@code served}. */
    public GigaChatRoutes(Vertx vertx, Clock clock, GlobalKnobs.Slot slot, Served served) {
        this.vertx = vertx;
        this.slot = slot;
        this.served = served;
        tokens = new AccessTokens(clock);
        access = new GigaChatAccess(tokens);
        oauth = new OAuthEndpoint(tokens, slot, served);
        files = new FilesEndpoint(clock, fileStore);
        var gate = new AccountGate();
        chat = new ChatEndpoint(ChatVersion.V1, vertx, clock, access, slot, served, sessions, fileStore, gate);
        chatV2 = new ChatEndpoint(ChatVersion.V2, vertx, clock, access, slot, served, sessions, fileStore, gate);
    }

    /** Forgets every access token, so that each is refused from now on. */
    public void forgetTokens() {
        tokens.clear();
    }

    /** Forgets every session's prompt. */
    public void forgetSessions() {
        sessions.clear();
    }

    /** Forgets every file. */
    public void forgetFiles() {
        fileStore.clear();
    }

    /** Most bytes of a request to this path. */
    public static int longestBody(String path) {
        return FilesEndpoint.isHere(path) ? LONGEST_FILE : LONGEST;
    }

    /** Answers a request whose path, without the provider's prefix, is given. */
    public void handle(HttpServerRequest request, String path, Buffer body) {
        if (FilesEndpoint.isHere(path)) {
            small(request, body, account -> files.answer(request, path, body, account));
        } else if (request.method().name().equals("POST")) {
            post(request, path, body);
        } else {
            get(request, path, body);
        }
    }

    private void post(HttpServerRequest request, String path, Buffer body) {
        switch (path) {
            case "/api/v1/chat/completions" -> chat.handle(request, body);
            case "/api/v2/chat/completions", "/v2/chat/completions" -> chatV2.handle(request, body);
            case "/api/v2/oauth" -> oauth.handle(request, body);
            case "/api/v1/tokens/count" -> small(request, body, _ -> SmallEndpoints.tokensCount(body));
            case "/api/v1/embeddings" -> small(request, body, _ -> SmallEndpoints.embeddings(body));
            default -> nothingHere(request, body);
        }
    }

    private void get(HttpServerRequest request, String path, Buffer body) {
        if (path.equals(MODELS)) {
            small(request, body, _ -> SmallEndpoints.models());
        } else if (path.equals("/api/v1/balance")) {
            small(request, body, _ -> SmallEndpoints.balance(slot.knobs().on(Knob.NO_BALANCE)));
        } else if (path.startsWith(MODELS + "/")) {
            var id = URLDecoder.decode(path.substring(MODELS.length() + 1), StandardCharsets.UTF_8);
            small(request, body, _ -> SmallEndpoints.model(id));
        } else {
            nothingHere(request, body);
        }
    }

    private void nothingHere(HttpServerRequest request, Buffer body) {
        small(request, body, _ -> {
            throw new GigaChatRefusal(404, "Not Found");
        });
    }

    private void small(HttpServerRequest request, Buffer body, Function<String, Buffer> answer) {
        var call = served.begin(PROVIDER, request.path(), request.headers(), body);
        var exchange = new Exchange(vertx, request, call);
        GigaChatHeaders.put(request);
        try {
            exchange.answer(answer.apply(access.account(request, slot.knobs())), 0);
        } catch (GigaChatRefusal refusal) {
            exchange.refuse(refusal.status(), refusal.body());
        }
    }
}
