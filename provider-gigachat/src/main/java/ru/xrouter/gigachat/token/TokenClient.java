package ru.xrouter.gigachat.token;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.http.Headers;
import ru.xrouter.gigachat.GigaChatConfig;
import ru.xrouter.gigachat.tls.Trust;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.provider.http.AnswerBody;
import ru.xrouter.provider.token.AccessToken;

/** Asks GigaChat for an access token. Every failure is a {@link ProviderFailureException} within a bounded time. */
@Singleton
class TokenClient {
    private static final int LARGEST = 64 * 1024;

    private final HttpClient client;
    private final GigaChatConfig config;

    TokenClient(Vertx vertx, GigaChatConfig config) {
        this.config = config;
        var timeout = (int) config.tokenTimeout().toMillis();
        var options = new HttpClientOptions().setMaxPoolSize(2).setConnectTimeout(timeout);
        this.client = vertx.createHttpClient(Trust.apply(options, config));
    }

    Future<AccessToken> fetch(Credentials credentials) {
        var form = "scope=" + URLEncoder.encode(credentials.scope(), StandardCharsets.UTF_8);
        return client.request(options(credentials))
                .compose(request -> request.send(Buffer.buffer(form)))
                .compose(this::read)
                .timeout(config.tokenTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(known(failure)));
    }

    private RequestOptions options(Credentials credentials) {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(config.authUrl().toString())
                .setIdleTimeout(config.tokenTimeout().toMillis())
                .putHeader(HttpHeaders.AUTHORIZATION, credentials.authorization())
                .putHeader("RqUID", UUID.randomUUID().toString())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/x-www-form-urlencoded")
                .putHeader(HttpHeaders.ACCEPT, "application/json")
                .putHeader(HttpHeaders.USER_AGENT, config.userAgent());
    }

    private Future<AccessToken> read(HttpClientResponse response) {
        return AnswerBody.read(response, LARGEST).map(body -> {
            if (response.statusCode() != 200) {
                throw new ProviderFailureException(
                        TokenTranslation.refusal(response.statusCode(), response.getHeader(Headers.RETRY_AFTER)));
            }
            return TokenTranslation.token(body.getBytes());
        });
    }

    private ProviderFailureException known(Throwable failure) {
        return switch (failure) {
            case ProviderFailureException known -> known;
            case TimeoutException _ ->
                new ProviderFailureException(new ProviderFailure.TimedOut(config.tokenTimeout()));
            case MalformedAnswerException malformed ->
                new ProviderFailureException(new ProviderFailure.Unavailable(String.valueOf(malformed.getMessage())));
            default ->
                new ProviderFailureException(new ProviderFailure.Unavailable(
                        "token " + failure.getClass().getSimpleName()));
        };
    }
}
