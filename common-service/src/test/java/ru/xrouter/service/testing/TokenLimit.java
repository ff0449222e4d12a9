package ru.xrouter.service.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import ru.xrouter.service.redis.RedisScript;

/**
 * A limit of tokens that are taken before it is known how many are used. Both answer with the backlog that is left then; all in
 * microseconds.
 */
public interface TokenLimit {
    /** Takes of a limit in Redis; KEYS: limits. ARGV: field, now, taken. */
    RedisScript TAKE = RedisScript.loadWithTokenLimits(TokenLimit.class, "take-tokens.lua");

    /** Gives back to a limit in Redis; KEYS: limits. ARGV: field, now, since, given back. */
    RedisScript GIVE_BACK = RedisScript.loadWithTokenLimits(TokenLimit.class, "give-back-tokens.lua");

    long take(long now, long tokens);

    long giveBack(long now, long since, long tokens);

    /**
     * Takes of a limit and gives back at random, and holds it after every step against one that knew from the first how many would
     * be used.
     */
    static void behavesAsIfItHadKnown(TokenLimit limit, Random random) {
        var most = 60_000_000;
        var model = new ArrayList<Taken>();
        var running = new ArrayList<Integer>();
        var now = 1_790_000_000_000_000L;
        for (int step = 0; step < 60; step++) {
            now += 1 + (random.nextBoolean() ? random.nextInt(1_000) : random.nextInt(most / 2));
            var tokens = 1 + random.nextInt(random.nextBoolean() ? most / 50 : most);
            long backlog;
            if (running.isEmpty() || (random.nextBoolean() && backlog(model, now) + tokens <= most)) {
                running.add(model.size());
                model.add(new Taken(now, tokens));
                backlog = limit.take(now, tokens);
            } else {
                Collections.shuffle(running, random);
                var ended = running.removeLast();
                var taken = model.get(ended);
                var used = random.nextBoolean() ? 0 : random.nextLong(taken.tokens() + 1);
                model.set(ended, new Taken(taken.at(), used));
                backlog = limit.giveBack(now, taken.at(), taken.tokens() - used);
            }
            assertThat(Math.max(0, backlog)).as("step %d of %s", step, model).isEqualTo(backlog(model, now));
        }
    }

    private static long backlog(Iterable<Taken> all, long now) {
        var arrival = 0L;
        for (var taken : all) {
            arrival = Math.max(arrival, taken.at()) + taken.tokens();
        }
        return Math.max(0, arrival - now);
    }

    /** So many were taken at a moment; once it is known how many were used, these. */
    record Taken(long at, long tokens) {}
}
