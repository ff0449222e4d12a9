package ru.xrouter.provider.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import ru.xrouter.provider.MalformedAnswerException;

/** Reads a provider's answer whole, up to a bound. */
public final class AnswerBody {
    private AnswerBody() {}

    public static Future<Buffer> read(HttpClientResponse incoming, int max) {
        var promise = Promise.<Buffer>promise();
        var body = Buffer.buffer();
        incoming.handler(part -> {
            if (body.length() + part.length() > max) {
                incoming.request().reset();
                promise.tryFail(new MalformedAnswerException("The answer is larger than %d bytes.".formatted(max)));
            } else {
                body.appendBuffer(part);
            }
        });
        incoming.exceptionHandler(promise::tryFail);
        incoming.endHandler(_ -> promise.tryComplete(body));
        return promise.future();
    }
}
