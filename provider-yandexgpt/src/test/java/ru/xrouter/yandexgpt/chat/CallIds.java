package ru.xrouter.yandexgpt.chat;

import java.util.function.Supplier;

/** Ids of tool calls that a fixture can foretell. */
final class CallIds implements Supplier<String> {
    private int last;

    @Override
    public String get() {
        last++;
        return "call_" + last;
    }
}
