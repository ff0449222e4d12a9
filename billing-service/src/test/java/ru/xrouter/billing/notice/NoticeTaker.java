package ru.xrouter.billing.notice;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import ru.xrouter.billing.payment.WebhookSignature;

/** Whoever takes notices, or refuses them. */
public final class NoticeTaker implements QuarkusTestResourceLifecycleManager {
    private final Taken taken = new Taken();
    private @Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            var started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            started.createContext("/", taken::take);
            started.start();
            server = started;
            return Map.of(
                    "xrouter.billing.low-balance.webhook",
                    "http://127.0.0.1:%d/notices".formatted(started.getAddress().getPort()),
                    "xrouter.billing.low-balance.secret",
                    "s3cret",
                    "xrouter.billing.low-balance.every",
                    "24h");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(taken, new TestInjector.MatchesType(Taken.class));
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    /** Notices as they came. */
    public static final class Taken {
        private final List<Notice> notices = new CopyOnWriteArrayList<>();
        private volatile int status = 204;

        void answers(int next) {
            status = next;
        }

        List<Notice> of(String accountId) {
            return notices.stream()
                    .filter(notice -> notice.body.contains(accountId))
                    .toList();
        }

        private void take(HttpExchange exchange) throws IOException {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            notices.add(new Notice(exchange.getRequestHeaders().getFirst(WebhookSignature.HEADER), body));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        }
    }

    /** A notice and its signature. */
    record Notice(String signature, String body) {}
}
