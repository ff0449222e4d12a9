package ru.xrouter.router.status;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.router.attempt.Adapters;
import ru.xrouter.router.catalogue.Catalogues;
import ru.xrouter.router.health.HealthWatch;
import ru.xrouter.router.health.Measurements;
import ru.xrouter.service.http.ErrorResponses;

/** {@code GET /v1/providers/status}: written anew with every look at the providers' health, never for a request. */
@Singleton
class StatusRoute {
    private static final String PATH = "/v1/providers/status";

    private final HealthWatch watch;
    private final Catalogues catalogues;
    private final Adapters adapters;
    private volatile Buffer page;

    StatusRoute(HealthWatch watch, Catalogues catalogues, Adapters adapters) {
        this.watch = watch;
        this.catalogues = catalogues;
        this.adapters = adapters;
        this.page = write();
    }

    void register(@Observes Router router) {
        watch.whenFresh(() -> page = write());
        router.get(PATH)
                .handler(context -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(page));
        router.route(PATH)
                .handler(context -> ErrorResponses.send(
                        context.response(), ApiError.methodNotAllowed("This path takes GET alone.")));
    }

    private Buffer write() {
        var written = new StatusPage(
                catalogues.current(),
                watch.current(),
                adapter -> adapters.unreachable(adapter, Measurements.WINDOW),
                Measurements.WINDOW,
                Instant.now());
        return Buffer.buffer(written.bytes());
    }
}
