package ru.xrouter.service.drain;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientResponse;
import java.net.ConnectException;
import java.util.function.Supplier;

/**
 * Repeats a call that nobody has looked at: its connection could not be made, or the replica at its end is leaving. The next connection reaches another
 * replica. What may have been begun is never repeated.
 */
public final class Elsewhere {
    private static final int TRIES = 3;

    private Elsewhere() {}

    /** The first answer of a replica that stays, or what the last try brought. */
    public static Future<HttpClientResponse> call(Supplier<Future<HttpClientResponse>> call) {
        return call(call, TRIES);
    }

    private static Future<HttpClientResponse> call(Supplier<Future<HttpClientResponse>> call, int tries) {
        var answer = call.get();
        if (tries == 1) {
            return answer;
        }
        return answer.compose(
                response -> {
                    if (Leaving.says(response)) {
                        response.resume();
                        return call(call, tries - 1);
                    }
                    return Future.succeededFuture(response);
                },
                failure -> isUnseen(failure) ? call(call, tries - 1) : Future.failedFuture(failure));
    }

    private static boolean isUnseen(Throwable failure) {
        return failure instanceof ConnectException || Leaving.says(failure);
    }
}
