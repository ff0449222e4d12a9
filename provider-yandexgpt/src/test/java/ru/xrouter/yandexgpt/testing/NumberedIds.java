package ru.xrouter.yandexgpt.testing;

import java.util.function.Supplier;

/** Ids of tool calls that a fixture can foretell. */
public final class NumberedIds implements Supplier<String> {
    private int last;

    @Override
    public String get() {
        last++;
        return "call_" + last;
    }
}
