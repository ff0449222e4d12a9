package ru.xrouter.billing.notice;

import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import ru.xrouter.billing.notice.LowBalanceStore.Low;
import ru.xrouter.service.call.ServiceCalls;
import ru.xrouter.service.call.ServiceCalls.Outcome;

/** Has auth-service mail the people of an account that runs low: it knows who they are. */
@Singleton
class NoticeMail {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final ServiceCalls calls;
    private final LowBalanceConfig config;
    private final URI auth;

    NoticeMail(ServiceCalls calls, LowBalanceConfig config, AuthLinkConfig authLink) {
        this.calls = calls;
        this.config = config;
        this.auth = authLink.authUrl();
    }

    /** Whether everybody was mailed, or nobody is there to be; waits for it, so not to be called on an event loop. */
    boolean taken(Low low) {
        var address = "%s/internal/accounts/%s/low-balance"
                .formatted(auth, URLEncoder.encode(low.accountId(), StandardCharsets.UTF_8));
        var body = "{\"balance\":%s,\"below\":%s}"
                .formatted(
                        low.balance().roubles().toPlainString(), config.below().toPlainString());
        // An account that auth-service does not know has no people.
        return calls.post(address, Buffer.buffer(body), PATIENCE) instanceof Outcome.Answered answered
                && (answered.status() == OK || answered.status() == NOT_FOUND);
    }
}
