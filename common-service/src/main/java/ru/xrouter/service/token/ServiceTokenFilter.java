package ru.xrouter.service.token;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.service.http.ErrorResponses;

/** Refuses every call to a guarded path that does not show the service token. The management port is not guarded. */
@Singleton
class ServiceTokenFilter {
    private static final int PRIORITY = 1000;

    private final ServiceToken token;
    private final String guardedPaths;
    private final @Nullable String openPath;

    ServiceTokenFilter(ServiceToken token, ServiceTokenConfig config) {
        this.token = token;
        this.guardedPaths = config.guardedPaths();
        this.openPath = config.openPath().orElse(null);
    }

    void register(@Observes Filters filters) {
        if (guardedPaths.startsWith("/")) {
            filters.register(this::check, PRIORITY);
        }
    }

    private void check(RoutingContext context) {
        var path = context.normalizedPath();
        if (!path.startsWith(guardedPaths)
                || path.equals(openPath)
                || token.matches(context.request().getHeader(HttpHeaders.AUTHORIZATION))) {
            context.next();
        } else {
            ErrorResponses.send(context.response(), ApiError.invalidKey("This port is for XRouter's own services."));
        }
    }
}
