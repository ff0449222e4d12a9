package ru.xrouter.router.generation;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import ru.xrouter.api.access.TokenReservation;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.router.catalogue.Catalogues;
import ru.xrouter.service.redis.EventLoopRedis;
import ru.xrouter.service.redis.RedisScript;

/**
 * Puts the limits of tokens right once it is known how many a generation used: the gateway took what it might use. Where
 * Redis does not take the correction, the reservation stays and runs off by itself.
 */
@Singleton
class TokenCorrections {
    private static final Logger LOG = Logger.getLogger(TokenCorrections.class);
    private static final RedisScript CORRECT =
            RedisScript.loadWithTokenLimits(TokenCorrections.class, "correct-tokens.lua");

    private final EventLoopRedis redis;
    private final Catalogues catalogues;

    TokenCorrections(EventLoopRedis redis, Catalogues catalogues) {
        this.redis = redis;
        this.catalogues = catalogues;
    }

    /** @param model the one that answered; what was taken of others is given back whole */
    void correct(Identity identity, TokenReservation reservation, String model, Usage usage) {
        var used = usage.totalTokens() - reservation.tokens();
        var account = identity.accountId();
        var keys = new ArrayList<String>();
        var arguments = new ArrayList<String>();
        arguments.add(Long.toString(reservation.takenAt()));
        keys.add(RedisNames.limits(account, identity.keyId()));
        add(arguments, used, reservation.key());
        if (reservation.account() != null) {
            keys.add(RedisNames.limits(account));
            add(arguments, used, reservation.account());
        }
        for (var of : reservation.models()) {
            keys.add(RedisNames.modelLimits(account, of.model()));
            add(arguments, answers(of.model(), model) ? used : -reservation.tokens(), of.limits());
        }
        if (used != 0 || !reservation.models().isEmpty()) {
            CORRECT.run(redis, keys, arguments)
                    .onFailure(failure -> LOG.debugf("Limits of tokens keep a reservation: %s", failure.getMessage()));
        }
    }

    /** Whether the name, a model's id or an alias, stands for the model. */
    private boolean answers(String name, String model) {
        var offers = catalogues.current().offers(name);
        return offers != null
                && offers.stream().anyMatch(offer -> offer.model().id().equals(model));
    }

    private static void add(List<String> arguments, long difference, TokenReservation.Limits limits) {
        arguments.add(Long.toString(difference));
        arguments.add(Integer.toString(limits.perMinute()));
        arguments.add(Integer.toString(limits.perDay()));
    }
}
