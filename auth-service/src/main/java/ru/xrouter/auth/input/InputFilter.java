package ru.xrouter.auth.input;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.service.http.ErrorResponses;

/**
 * Refuses addresses that are no text: a NUL, which PostgreSQL does not take, other control characters, what is no UTF-8. Forms are refused
 * where the database would not take them.
 */
@Singleton
class InputFilter {
    private static final int PRIORITY = 900;

    void register(@Observes Filters filters) {
        filters.register(InputFilter::check, PRIORITY);
    }

    private static void check(RoutingContext context) {
        if (Text.isAddress(context.request().uri())) {
            context.next();
        } else {
            ErrorResponses.send(
                    context.response(), ApiError.invalid("The address is no text in UTF-8.", null, "invalid_text"));
        }
    }
}
