package ru.xrouter.router.hold;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.SpendingCap;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.redis.RedisNames;

/**
 * Credit to be reserved for one generation until billing settles it, or until it counts as lost.
 *
 * @param cap the most that may be spent with the key; the hold counts against it too
 */
public record Hold(
        String accountId,
        String generationId,
        String keyId,
        SpendingCap cap,
        String model,
        Money amount,
        Instant expiresAt) {
    private static final int DAY = 10;
    private static final int MONTH = 7;

    boolean capped() {
        return !cap.equals(SpendingCap.NONE);
    }

    /** Keys of {@code hold.lua}. */
    List<String> keys() {
        var keys = new ArrayList<String>(5);
        keys.add(RedisNames.balance(accountId));
        keys.addAll(releaseKeys());
        return keys;
    }

    /** Keys of {@code release.lua} and {@code restore.lua}. */
    List<String> releaseKeys() {
        var keys = new ArrayList<>(
                List.of(RedisNames.holds(accountId), RedisNames.held(accountId), RedisNames.holdRegistry(accountId)));
        if (capped()) {
            keys.add(RedisNames.keySpend(accountId, keyId));
        }
        return keys;
    }

    /** Arguments of {@code hold.lua}. */
    List<String> arguments(Instant now) {
        var arguments = new ArrayList<>(restoreArguments());
        if (capped()) {
            var date = now.atOffset(ZoneOffset.UTC).toLocalDate().toString();
            arguments.add(date.substring(0, DAY));
            arguments.add(date.substring(0, MONTH));
            arguments.add(text(cap.dayMicros()));
            arguments.add(text(cap.monthMicros()));
            arguments.add(text(cap.lifetimeMicros()));
        }
        return arguments;
    }

    /** Arguments of {@code restore.lua}. */
    List<String> restoreArguments() {
        return List.of(
                generationId,
                Long.toString(amount.micros()),
                value(),
                Long.toString(expiresAt.toEpochMilli()),
                member());
    }

    /** Arguments of {@code release.lua}. */
    List<String> releaseArguments() {
        return List.of(generationId, member());
    }

    private String value() {
        return amount.micros() + ":" + expiresAt.toEpochMilli() + ":" + keyId + ":" + (capped() ? 1 : 0) + ":" + model;
    }

    private String member() {
        return accountId + " " + generationId;
    }

    private static String text(@Nullable Long micros) {
        return micros == null ? "" : Long.toString(micros);
    }
}
