package ru.xrouter.yandexgpt.token;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.http.Headers;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.provider.http.AnswerBody;
import ru.xrouter.provider.token.AccessToken;

/** Gets IAM tokens from a source. Every failure is a {@link ProviderFailureException} within a bounded time. */
final class IamClient {
    private static final int LARGEST = 64 * 1024;

    private final TokenSource source;
    private final Duration timeout;
    private final HttpClient client;

    IamClient(HttpClient client, TokenSource source, Duration timeout) {
        this.client = client;
        this.source = source;
        this.timeout = timeout;
    }

    /** Connections for any number of sources: tokens are asked for seldom. */
    static HttpClient connections(Vertx vertx, Duration timeout) {
        return vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(2).setConnectTimeout((int) timeout.toMillis()));
    }

    Future<AccessToken> fetch() {
        return source.question()
                .compose(
                        question -> client.request(options(question)).compose(request -> request.send(question.body())))
                .compose(this::read)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(known(failure)));
    }

    private RequestOptions options(TokenSource.Question question) {
        var options = new RequestOptions()
                .setMethod(question.method())
                .setAbsoluteURI(question.url().toString())
                .setIdleTimeout(timeout.toMillis())
                .putHeader(HttpHeaders.ACCEPT, "application/json");
        question.headers().forEach(options::putHeader);
        return options;
    }

    private Future<AccessToken> read(HttpClientResponse response) {
        return AnswerBody.read(response, LARGEST).map(body -> {
            if (response.statusCode() != 200) {
                throw new ProviderFailureException(
                        IamTranslation.refusal(response.statusCode(), response.getHeader(Headers.RETRY_AFTER)));
            }
            return source.token(body.getBytes());
        });
    }

    private ProviderFailureException known(Throwable failure) {
        return switch (failure) {
            case ProviderFailureException known -> known;
            case TimeoutException _ -> new ProviderFailureException(new ProviderFailure.TimedOut(timeout));
            case MalformedAnswerException malformed ->
                new ProviderFailureException(new ProviderFailure.Unavailable(String.valueOf(malformed.getMessage())));
            default ->
                new ProviderFailureException(new ProviderFailure.Unavailable(
                        "IAM " + failure.getClass().getSimpleName()));
        };
    }
}
