package ru.xrouter.router.generation;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.jboss.logging.Logger;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.router.catalogue.Catalogues;
import ru.xrouter.router.catalogue.Endpoint;
import ru.xrouter.router.health.HealthWatch;
import ru.xrouter.router.hold.Hold;
import ru.xrouter.router.hold.HoldAmount;
import ru.xrouter.router.hold.HoldRefusedException;
import ru.xrouter.router.hold.Holds;
import ru.xrouter.router.log.LogLine;
import ru.xrouter.router.peek.ProviderWishes;
import ru.xrouter.router.peek.RequestReader;
import ru.xrouter.router.route.RoutePlanner;
import ru.xrouter.router.route.UnknownModelException;
import ru.xrouter.service.http.ErrorResponses;
import ru.xrouter.service.http.RequestBody;

/** {@code POST} to an {@link Endpoint}: reads, plans and holds; what passes becomes a {@link Generation}. */
@Singleton
class GenerationRoute {
    private static final Logger LOG = Logger.getLogger(GenerationRoute.class);
    private static final int LAST = Integer.MAX_VALUE;

    private final Parts parts;
    private final Catalogues catalogues;
    private final HealthWatch health;
    private final Holds holds;
    private final Generations generations;

    GenerationRoute(Parts parts, Catalogues catalogues, HealthWatch health, Holds holds, Generations generations) {
        this.parts = parts;
        this.catalogues = catalogues;
        this.health = health;
        this.holds = holds;
        this.generations = generations;
    }

    void register(@Observes Router router) {
        for (var endpoint : Endpoint.values()) {
            router.post(endpoint.path()).handler(context -> receive(endpoint, context.request()));
            router.route(endpoint.path()).handler(GenerationRoute::postAlone);
        }
        router.route().order(LAST).handler(GenerationRoute::nothingHere);
    }

    static void postAlone(RoutingContext context) {
        ErrorResponses.send(context.response(), ApiError.methodNotAllowed("This path takes POST alone."));
    }

    private static void nothingHere(RoutingContext context) {
        ErrorResponses.send(context.response(), ApiError.notFound("There is nothing at this path."));
    }

    private void receive(Endpoint endpoint, HttpServerRequest request) {
        var receivedAt = System.currentTimeMillis();
        var client = new Client(request.response());
        var identity = Identity.of(request);
        if (identity == null) {
            client.refuse(ApiError.invalid("The gateway's identity headers are missing.", null, "invalid_request"));
        } else if (generations.full()) {
            refuse(identity, client, ApiError.unavailable("Too many generations are running at the moment."));
        } else {
            RequestBody.read(request, parts.config().maxBody())
                    .onSuccess(body -> admit(endpoint, identity, client, body, receivedAt))
                    .onFailure(failure -> {
                        giveBack(identity);
                        unread(parts, client, failure);
                    });
        }
    }

    static void unread(Parts parts, Client client, Throwable failure) {
        if (failure instanceof RequestBody.TooLargeException) {
            client.refuse(ApiError.tooLarge("The request body is larger than %d bytes."
                    .formatted(parts.config().maxBody())));
        }
    }

    private void admit(Endpoint endpoint, Identity identity, Client client, Buffer body, long receivedAt) {
        try {
            var peek = RequestReader.read(endpoint, body.getBytes());
            checkHedging(peek.provider());
            var route = RoutePlanner.plan(catalogues.current(), peek, identity.own(), health.current());
            var amount = HoldAmount.of(route, peek, body.length());
            hold(new Admitted(identity, peek, route, body, amount, receivedAt), client);
        } catch (InvalidParameterException e) {
            refuse(identity, client, e.toApiError());
        } catch (UnknownModelException e) {
            refuse(identity, client, ApiError.modelNotFound(e.model()));
        } catch (RuntimeException e) {
            LOG.error("A request failed unexpectedly", e);
            refuse(identity, client, ApiError.internal());
        }
    }

    private void checkHedging(ProviderWishes wishes) {
        if (wishes.hedgeAfterMillis() != null && !parts.config().hedging()) {
            throw new InvalidParameterException(
                    "provider.hedge_after_ms",
                    "unsupported_parameter",
                    "'provider.hedge_after_ms' is switched off here.");
        }
    }

    private void hold(Admitted admitted, Client client) {
        var identity = admitted.identity();
        var expires = Instant.ofEpochMilli(admitted.receivedAt())
                .plus(parts.config().totalTimeout())
                .plus(parts.config().holdMargin());
        holds.place(new Hold(
                        identity.accountId(),
                        identity.generationId(),
                        identity.keyId(),
                        identity.cap(),
                        admitted.route().first().model().id(),
                        admitted.held(),
                        expires))
                .onSuccess(_ -> generations.begin(parts, admitted, client))
                .onFailure(failure -> refuse(identity, client, failure));
    }

    private void refuse(Identity identity, Client client, Throwable failure) {
        if (failure instanceof HoldRefusedException refused) {
            parts.metrics().holdRefused(refused.error().status());
            refuse(identity, client, refused.error());
        } else {
            LogLine.of(identity.generationId(), identity.accountId())
                    .with("reason", failure.toString())
                    .warn(LOG, "A hold failed unexpectedly");
            refuse(identity, client, ApiError.internal());
        }
    }

    private void refuse(Identity identity, Client client, ApiError error) {
        giveBack(identity);
        client.refuse(error);
    }

    /** Nothing ran, so no tokens of the caller's limits are used. */
    private void giveBack(Identity identity) {
        var reservation = identity.reservation();
        if (reservation != null) {
            parts.corrections().correct(identity, reservation, "", Usage.NONE);
        }
    }
}
