package ru.xrouter.provider.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.List;
import ru.xrouter.api.chat.AnswerWriter;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.ChatCompletionWriter;
import ru.xrouter.api.chat.ChatRequestReader;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.chat.TextCompletionReader;
import ru.xrouter.api.chat.TextCompletionWriter;
import ru.xrouter.provider.ProviderCall;

/** {@code POST /v1/chat/completions} and {@code /v1/completions} of an adapter, called by the router alone. */
@Singleton
class ChatRoute {
    private final Upstream upstream;

    ChatRoute(Upstream upstream) {
        this.upstream = upstream;
    }

    void register(@Observes Router router) {
        AdapterRoute.serve(router, upstream.config, "/v1/chat/completions", this::chat);
        AdapterRoute.serve(router, upstream.config, "/v1/completions", this::text);
    }

    private void chat(HttpServerRequest request, AdapterCall call, byte[] body) {
        var chat = ChatRequestReader.read(body);
        var writer = new ChatCompletionWriter(call.generationId(), now(), call.model(), upstream.provider.name());
        var once = translated(chat, call);
        answer(request, call, Collections.nCopies(checked(chat.n()), once), writer);
    }

    private void text(HttpServerRequest request, AdapterCall call, byte[] body) {
        var text = TextCompletionReader.read(body);
        checked(text.choices().size());
        var writer = new TextCompletionWriter(
                call.generationId(), now(), call.model(), upstream.provider.name(), text.echo());
        var calls =
                text.choices().stream().map(choice -> translated(choice, call)).toList();
        answer(request, call, calls, writer);
    }

    private ProviderCall translated(ChatCompletionRequest chat, AdapterCall call) {
        var translated = upstream.provider.call(chat.single(), call.providerModel());
        var account = call.accountId();
        return account == null || account.isBlank()
                ? translated
                : translated.with(upstream.provider.conversation(chat, call.providerModel(), account));
    }

    private void answer(HttpServerRequest request, AdapterCall call, List<ProviderCall> calls, AnswerWriter writer) {
        var first = calls.getFirst();
        var exchange = new Exchange(upstream, call, first.ignored(), request.response());
        if (first.request().stream()) {
            new StreamAnswer(exchange, calls, writer).start();
        } else {
            new PlainAnswer(exchange, calls, writer).start();
        }
    }

    private int checked(int choices) {
        var most = upstream.config.maxChoices();
        if (choices > most) {
            throw new InvalidParameterException("n", "invalid_value", "At most %d choices are made.".formatted(most));
        }
        return choices;
    }

    private static long now() {
        return System.currentTimeMillis() / 1000;
    }
}
