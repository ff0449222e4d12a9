package ru.xrouter.service.drain;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Asks callers to take new requests elsewhere, without touching those that run: with a GOAWAY on HTTP/2, with {@code connection: close} on HTTP/1.1.
 * All are asked when the service begins to leave; an HTTP/2 connection also when it grows old, so that load reaches new replicas.
 */
@Singleton
class Connections {
    /** Before everything that may answer. */
    private static final int FIRST = 1000;

    private static final long NO_ERROR = 0;
    /** Streams that the caller begins before it has heard are served too. */
    private static final int EVERY_STREAM = Integer.MAX_VALUE;

    private static final long LONGEST_STREAM_HOURS = 2;

    private final Set<HttpConnection> known = ConcurrentHashMap.newKeySet();
    private final Vertx vertx;
    private final long ageMillis;
    private final long graceMillis;
    private volatile boolean leaving;

    Connections(Vertx vertx, ServerConfig config) {
        this.vertx = vertx;
        this.ageMillis = config.connectionAge().toMillis();
        this.graceMillis = config.connectionGrace().toMillis();
    }

    void register(@Observes Filters filters) {
        filters.register(this::request, FIRST);
    }

    private void request(RoutingContext context) {
        var request = context.request();
        if (request.version() == HttpVersion.HTTP_2) {
            if (known.add(request.connection())) {
                opened(request.connection());
            }
        } else if (leaving) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        context.next();
    }

    private void opened(HttpConnection connection) {
        var fifth = Math.max(1, ageMillis / 5);
        var age = ageMillis + ThreadLocalRandom.current().nextLong(-fifth, fifth);
        var old = vertx.setTimer(Math.max(1, age), _ -> retire(connection));
        connection.closeHandler(_ -> {
            vertx.cancelTimer(old);
            known.remove(connection);
        });
        if (leaving) {
            connection.goAway(NO_ERROR, EVERY_STREAM);
        }
    }

    /** The caller moves on; when its last stream here has ended, the connection does. */
    private void retire(HttpConnection connection) {
        connection.goAway(NO_ERROR, EVERY_STREAM);
        vertx.setTimer(graceMillis, _ -> {
            var _ = connection.shutdown(LONGEST_STREAM_HOURS, TimeUnit.HOURS);
        });
    }

    void leave(@Observes ShutdownDelayInitiatedEvent event) {
        leaving = true;
        known.forEach(connection -> connection.goAway(NO_ERROR, EVERY_STREAM));
    }
}
