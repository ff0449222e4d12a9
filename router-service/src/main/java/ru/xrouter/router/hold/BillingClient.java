package ru.xrouter.router.hold;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import ru.xrouter.router.config.RouterConfig;
import ru.xrouter.service.drain.Elsewhere;
import ru.xrouter.service.http.ServiceClients;
import ru.xrouter.service.token.ServiceToken;

/** Asks billing-service for what only it knows. */
@Singleton
class BillingClient {
    private final ServiceClients clients;
    private final ServiceToken token;
    private final RouterConfig config;

    BillingClient(ServiceClients clients, ServiceToken token, RouterConfig config) {
        this.clients = clients;
        this.token = token;
        this.config = config;
    }

    /** Has the account's balance, and what the key has spent, written to Redis; the status says how it went: 204 written, 404 no such account. */
    Future<Integer> publishBalance(String accountId, @Nullable String keyId) {
        var account = URLEncoder.encode(accountId, StandardCharsets.UTF_8);
        var key = keyId == null ? "" : "?key_id=" + URLEncoder.encode(keyId, StandardCharsets.UTF_8);
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(config.billingUrl() + "/internal/accounts/" + account + "/balance/publish" + key)
                .setIdleTimeout(config.billingTimeout().toMillis())
                .putHeader(HttpHeaders.AUTHORIZATION, token.authorization());
        return Elsewhere.call(() -> clients.current().request(options).compose(HttpClientRequest::send))
                .map(HttpClientResponse::statusCode);
    }
}
