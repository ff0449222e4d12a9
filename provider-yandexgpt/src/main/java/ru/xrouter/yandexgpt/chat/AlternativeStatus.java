package ru.xrouter.yandexgpt.chat;

import org.jspecify.annotations.Nullable;

/** How far an alternative is, as YandexGPT names it. */
enum AlternativeStatus {
    UNSPECIFIED,
    PARTIAL,
    FINAL,
    TRUNCATED_FINAL,
    CONTENT_FILTER,
    TOOL_CALLS;

    private static final String PREFIX = "ALTERNATIVE_STATUS_";

    /** A status left out or not known is unspecified. */
    static AlternativeStatus of(@Nullable String wireName) {
        for (var status : values()) {
            if ((PREFIX + status.name()).equals(wireName)) {
                return status;
            }
        }
        return UNSPECIFIED;
    }
}
