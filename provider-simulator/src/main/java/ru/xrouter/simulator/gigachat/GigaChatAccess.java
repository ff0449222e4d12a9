package ru.xrouter.simulator.gigachat;

import io.vertx.core.http.HttpServerRequest;
import ru.xrouter.simulator.knobs.Knob;
import ru.xrouter.simulator.knobs.Knobs;

/** Decides who may call GigaChat's API host. */
final class GigaChatAccess {
    private final AccessTokens tokens;

    GigaChatAccess(AccessTokens tokens) {
        this.tokens = tokens;
    }

    void check(HttpServerRequest request, Knobs knobs) {
        if (knobs.on(Knob.REQUIRE_USER_AGENT) && request.getHeader("user-agent") == null) {
            throw new GigaChatRefusal(403, "Unauthorized");
        }
        tokens.check(request.getHeader("authorization"));
    }
}
