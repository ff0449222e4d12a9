package ru.xrouter.yandexgpt.token;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.http.Headers;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.provider.http.AnswerBody;
import ru.xrouter.provider.token.AccessToken;

/** Gets IAM tokens for an authorized key. Every failure is a {@link ProviderFailureException} within a bounded time. */
final class IamClient {
    private static final int LARGEST = 64 * 1024;

    private final Vertx vertx;
    private final AuthorizedKey key;
    private final URI url;
    private final Duration timeout;
    private final Clock clock;
    private final HttpClient client;

    IamClient(Vertx vertx, AuthorizedKey key, URI url, Duration timeout, Clock clock) {
        this.vertx = vertx;
        this.key = key;
        this.url = url;
        this.timeout = timeout;
        this.clock = clock;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(2).setConnectTimeout((int) timeout.toMillis()));
    }

    Future<AccessToken> fetch() {
        // Signing takes a millisecond or more: not on an event loop.
        return vertx.executeBlocking(() -> JwtAssertion.signed(key, clock.instant()), false)
                .compose(jwt -> client.request(options())
                        .compose(request -> request.send(Buffer.buffer(IamTranslation.request(jwt)))))
                .compose(this::read)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(known(failure)));
    }

    private RequestOptions options() {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url.toString())
                .setIdleTimeout(timeout.toMillis())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.ACCEPT, "application/json");
    }

    private Future<AccessToken> read(HttpClientResponse response) {
        return AnswerBody.read(response, LARGEST).map(body -> {
            if (response.statusCode() != 200) {
                throw new ProviderFailureException(
                        IamTranslation.refusal(response.statusCode(), response.getHeader(Headers.RETRY_AFTER)));
            }
            return IamTranslation.token(body.getBytes());
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
