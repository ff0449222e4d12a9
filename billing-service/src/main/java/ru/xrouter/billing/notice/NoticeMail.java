package ru.xrouter.billing.notice;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import ru.xrouter.billing.notice.LowBalanceStore.Low;
import ru.xrouter.service.drain.Elsewhere;
import ru.xrouter.service.http.ServiceClients;
import ru.xrouter.service.token.ServiceToken;

/** Has auth-service mail the people of an account that runs low: it knows who they are. */
@Singleton
class NoticeMail {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final Context loop;
    private final ServiceClients clients;
    private final ServiceToken token;
    private final LowBalanceConfig config;
    private final URI auth;

    NoticeMail(
            Vertx vertx, ServiceClients clients, ServiceToken token, LowBalanceConfig config, AuthLinkConfig authLink) {
        this.loop = vertx.getOrCreateContext();
        this.clients = clients;
        this.token = token;
        this.config = config;
        this.auth = authLink.authUrl();
    }

    /** Whether everybody was mailed, or nobody is there to be; waits for it, so not to be called on an event loop. */
    boolean taken(Low low) {
        var taken = new CompletableFuture<Boolean>();
        // Composed, so that whatever fails on the way to a request is an answer too.
        loop.runOnContext(_ -> Future.succeededFuture(low)
                .compose(this::asked)
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(answer -> taken.complete(answer.succeeded() && answer.result())));
        return taken.join();
    }

    private Future<Boolean> asked(Low low) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI("%s/internal/accounts/%s/low-balance"
                        .formatted(auth, URLEncoder.encode(low.accountId(), StandardCharsets.UTF_8)))
                .putHeader(HttpHeaders.AUTHORIZATION, token.authorization())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        var body = Buffer.buffer("{\"balance\":%s,\"below\":%s}"
                .formatted(
                        low.balance().roubles().toPlainString(), config.below().toPlainString()));
        return Elsewhere.call(() -> clients.current().request(options).compose(request -> request.send(body)))
                .compose(NoticeMail::taken);
    }

    /** An account that auth-service does not know has no people. */
    private static Future<Boolean> taken(HttpClientResponse response) {
        var status = response.statusCode();
        return response.end().map(_ -> status == OK || status == NOT_FOUND);
    }
}
