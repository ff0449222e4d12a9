package ru.xrouter.provider.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import ru.xrouter.api.chat.AnswerWriter;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.ChatCompletionWriter;
import ru.xrouter.api.chat.ChatRequestReader;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.chat.LegacyFunctions;
import ru.xrouter.api.chat.TextCompletionReader;
import ru.xrouter.api.chat.TextCompletionWriter;
import ru.xrouter.provider.Operation;
import ru.xrouter.provider.ProviderCall;
import ru.xrouter.provider.format.EmulatedFormat;

/** {@code POST /v1/chat/completions} and {@code /v1/completions} of an adapter, called by the router alone. */
@Singleton
class ChatRoute {
    private final Upstream upstream;

    ChatRoute(Upstream upstream) {
        this.upstream = upstream;
    }

    void register(@Observes Router router) {
        AdapterRoute.serve(router, upstream, "/v1/chat/completions", this::chat);
        AdapterRoute.serve(router, upstream, "/v1/completions", this::text);
    }

    private void chat(HttpServerRequest request, AdapterCall call, byte[] body) {
        var chat = ChatRequestReader.read(body);
        var choices = checked(chat.n(), "n");
        var writer = new ChatCompletionWriter(
                call.generationId(), now(), call.model(), upstream.provider.name(), chat.legacyFunctions());
        var exchange = begin(new Exchange(upstream, call, Operation.CHAT, request.response()), chat);
        if (chat.legacyFunctions()) {
            exchange.spelling(LegacyFunctions::spelling);
        }
        exchange.translating(() -> {
            RequestCheck.check(upstream.provider, chat, call.providerModel());
            upstream.provider
                    .prepare(chat, call.providerModel(), call.accountId(), exchange::call)
                    .onFailure(exchange::failed)
                    .onSuccess(ready -> exchange.translating(() -> {
                        if (call.emulateFormat() && EmulatedFormat.isAskedFor(ready)) {
                            formatted(exchange, ready, words -> translated(words, chat, call), writer);
                        } else {
                            answer(exchange, Collections.nCopies(choices, translated(ready, chat, call)), writer);
                        }
                    }));
        });
    }

    private void formatted(
            Exchange exchange,
            ChatCompletionRequest chat,
            Function<ChatCompletionRequest, ProviderCall> translation,
            ChatCompletionWriter writer) {
        upstream.vertx
                .executeBlocking(() -> EmulatedFormat.of(chat), false)
                .onFailure(exchange::failed)
                .onSuccess(format -> exchange.translating(
                        () -> new FormattedAnswer(exchange, format, chat, translation, writer).start()));
    }

    private void text(HttpServerRequest request, AdapterCall call, byte[] body) {
        var text = TextCompletionReader.read(body);
        checked(text.choices().size(), text.isOfOnePrompt() ? "n" : "prompt");
        var writer = new TextCompletionWriter(
                call.generationId(), now(), call.model(), upstream.provider.name(), text.echo());
        var exchange = begin(
                new Exchange(upstream, call, Operation.TEXT_COMPLETION, request.response()),
                text.choices().getFirst());
        exchange.translating(() -> {
            var calls = text.choices().stream()
                    .map(choice -> translated(choice, choice, call))
                    .toList();
            answer(exchange, calls, writer);
        });
    }

    private Exchange begin(Exchange exchange, ChatCompletionRequest chat) {
        exchange.begin(chat.stream() ? upstream.config.firstByteTimeout() : upstream.config.answerTimeout());
        return exchange;
    }

    /** @param asked the request as it came, by which a conversation is known again */
    private ProviderCall translated(ChatCompletionRequest ready, ChatCompletionRequest asked, AdapterCall call) {
        var translated = upstream.provider.call(ready.single(), call.providerModel());
        var account = call.accountId();
        return account == null
                ? translated
                : translated.with(upstream.provider.conversation(asked, call.providerModel(), account));
    }

    private static void answer(Exchange exchange, List<ProviderCall> calls, AnswerWriter writer) {
        if (exchange.isOver()) {
            return;
        }
        var first = calls.getFirst();
        exchange.ignoring(first.ignored());
        if (exchange.isOver()) {
            return;
        }
        if (first.request().stream()) {
            new StreamAnswer(exchange, calls, writer).start();
        } else {
            new PlainAnswer(exchange, calls, writer).start();
        }
    }

    /** @param param what asks for so many */
    private int checked(int choices, String param) {
        var most = upstream.config.maxChoices();
        if (choices > most) {
            throw new InvalidParameterException(param, "invalid_value", "At most %d choices are made.".formatted(most));
        }
        return choices;
    }

    private static long now() {
        return System.currentTimeMillis() / 1000;
    }
}
