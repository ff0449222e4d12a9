package ru.xrouter.service.drain;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import java.net.ConnectException;
import java.util.function.Supplier;

/**
 * Repeats a call that nobody has looked at: its connection could not be made, or the replica at its end is leaving. The next connection reaches another
 * replica, or, a moment later, one that closes its port while it takes a new certificate. What may have been begun is never
 * repeated.
 */
public final class Elsewhere {
    private static final int TRIES = 3;
    /** Before the second and the third try where nobody listens; a new certificate takes 20 to 200 ms. */
    private static final long PAUSE_MILLIS = 60;

    private static final int LONGER = 4;

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
                failure -> {
                    if (failure instanceof ConnectException) {
                        return pause(tries == TRIES ? PAUSE_MILLIS : LONGER * PAUSE_MILLIS)
                                .compose(_ -> call(call, tries - 1));
                    }
                    return Leaving.says(failure) ? call(call, tries - 1) : Future.failedFuture(failure);
                });
    }

    private static Future<Void> pause(long millis) {
        var over = Promise.<Void>promise();
        var context = Vertx.currentContext();
        if (context == null) {
            over.complete();
        } else {
            context.owner().setTimer(millis, _ -> over.complete());
        }
        return over.future();
    }
}
