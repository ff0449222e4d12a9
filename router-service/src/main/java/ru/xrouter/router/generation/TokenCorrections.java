package ru.xrouter.router.generation;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import ru.xrouter.api.access.TokenReservation;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.service.redis.EventLoopRedis;
import ru.xrouter.service.redis.RedisScript;

/**
 * Puts the limits of tokens right once it is known how many a generation used: the gateway took what it might use. Where
 * Redis does not take the correction, the reservation stays and runs off by itself.
 */
@Singleton
class TokenCorrections {
    private static final Logger LOG = Logger.getLogger(TokenCorrections.class);
    private static final RedisScript CORRECT = RedisScript.load(TokenCorrections.class, "correct-tokens.lua");

    private final EventLoopRedis redis;

    TokenCorrections(EventLoopRedis redis) {
        this.redis = redis;
    }

    void correct(Identity identity, TokenReservation reservation, Usage usage) {
        var difference = usage.totalTokens() - reservation.tokens();
        if (difference == 0) {
            return;
        }
        var keys = new ArrayList<>(List.of(RedisNames.limits(identity.accountId(), identity.keyId())));
        var arguments = new ArrayList<>(List.of(Long.toString(difference)));
        add(arguments, reservation.key());
        var account = reservation.account();
        if (account != null) {
            keys.add(RedisNames.limits(identity.accountId()));
            add(arguments, account);
        }
        CORRECT.run(redis, keys, arguments)
                .onFailure(failure -> LOG.debugf("Limits of tokens keep a reservation: %s", failure.getMessage()));
    }

    private static void add(List<String> arguments, TokenReservation.Limits limits) {
        arguments.add(Integer.toString(limits.perMinute()));
        arguments.add(Integer.toString(limits.perDay()));
    }
}
