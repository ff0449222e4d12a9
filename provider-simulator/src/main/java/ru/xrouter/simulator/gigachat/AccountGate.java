package ru.xrouter.simulator.gigachat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many requests each account has in flight: GigaChat allows one to a person, ten to a company. */
final class AccountGate {
    private final Map<String, Integer> running = new ConcurrentHashMap<>();

    /** Takes a place for the account, or answers false when it has so many already. */
    boolean enter(String account, long most) {
        var entered = new boolean[1];
        running.compute(account, (_, now) -> {
            var before = now == null ? 0 : now;
            entered[0] = before < most;
            return entered[0] ? Integer.valueOf(before + 1) : now;
        });
        return entered[0];
    }

    void leave(String account) {
        running.computeIfPresent(account, (_, now) -> now <= 1 ? null : now - 1);
    }
}
