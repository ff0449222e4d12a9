package ru.xrouter.provider.http;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.AnswerFile;
import ru.xrouter.provider.MadeFile;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderAnswer;
import ru.xrouter.provider.ProviderCall;
import ru.xrouter.provider.ProviderFailureException;

/**
 * Fetches what the provider made for one exchange's answers, one file after the other. All of it is within the exchange's
 * deadline, ends with it, and fits into an answer as the router takes it.
 */
final class MadeFiles {
    static final int MOST = 16;
    private static final int MOST_BYTES_OF_ONE = 3_000_000;
    private static final int MOST_BYTES = 12_000_000;

    private final Exchange exchange;
    private int files;
    private int bytes;

    MadeFiles(Exchange exchange) {
        this.exchange = exchange;
    }

    /** The answer with its files. */
    Future<ProviderAnswer> put(ProviderCall call, ProviderAnswer answer) {
        return answer.files().isEmpty()
                ? Future.succeededFuture(answer)
                : fetched(call, answer.files())
                        .map(files -> new ProviderAnswer(
                                answer.answer().with(files), List.of(), answer.usage(), answer.modelVersion()));
    }

    Future<List<AnswerFile>> fetched(ProviderCall call, List<MadeFile> made) {
        Future<List<AnswerFile>> all = Future.succeededFuture(new ArrayList<>());
        for (var file : new LinkedHashSet<>(made)) {
            all = all.compose(before -> fetched(call, file).map(content -> {
                before.add(content);
                return before;
            }));
        }
        return all;
    }

    private Future<AnswerFile> fetched(ProviderCall call, MadeFile file) {
        if (++files > MOST) {
            return Future.failedFuture(
                    new MalformedAnswerException("An answer has more than %d files.".formatted(MOST)));
        }
        var upstream = exchange.upstream();
        return upstream.provider
                .fetch(file, call, exchange::call)
                .recover(failure -> Future.failedFuture(notTheCallers(failure)))
                .compose(content -> {
                    bytes += content.length;
                    if (content.length > MOST_BYTES_OF_ONE || bytes > MOST_BYTES) {
                        return Future.failedFuture(new MalformedAnswerException("A file of an answer is too large."));
                    }
                    // Megabytes would hold up the event loop.
                    return upstream.vertx.executeBlocking(
                            () -> new AnswerFile(
                                    file.id(),
                                    file.mediaType(),
                                    Base64.getEncoder().encodeToString(content)),
                            false);
                });
    }

    /** Whatever is wrong with a file that the provider made itself, no other request would mend it. */
    private static Throwable notTheCallers(Throwable failure) {
        return failure instanceof ProviderFailureException known
                        && ProviderFailure.callersToMend(known.failure().wireName())
                ? new ProviderFailureException(new ProviderFailure.Unavailable("a file of the answer"))
                : failure;
    }
}
