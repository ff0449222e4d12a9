package ru.xrouter.yandexgpt.openai;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Ids of the calls in one answer. Yandex's own models call the function's name an id, so that two calls of one function
 * share it; such an id is replaced.
 */
final class CallIds {
    private final Supplier<String> newIds;
    private final Set<String> taken = new HashSet<>();

    CallIds(Supplier<String> newIds) {
        this.newIds = newIds;
    }

    String unique(String id, String name) {
        return id.isEmpty() || id.equals(name) || !taken.add(id) ? newIds.get() : id;
    }
}
