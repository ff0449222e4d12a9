package ru.xrouter.yandexgpt.wire;

import java.util.Map;
import java.util.UUID;

/**
 * The headers of a new call.
 *
 * @param dataLogging whether Yandex may keep what it reads and writes; it does unless told not to
 */
public record CallHeaders(boolean dataLogging) {
    public Map<String, String> natively(String folderId) {
        return Map.of(
                "accept",
                "application/json", // The stream too: it is JSON in lines, not server-sent events.
                "x-folder-id",
                folderId,
                "x-data-logging-enabled",
                Boolean.toString(dataLogging),
                "x-client-request-id",
                UUID.randomUUID().toString());
    }

    public Map<String, String> openAi(String folderId) {
        return Map.of(
                "openai-project", folderId,
                "x-data-logging-enabled", Boolean.toString(dataLogging),
                "x-client-request-id", UUID.randomUUID().toString());
    }
}
