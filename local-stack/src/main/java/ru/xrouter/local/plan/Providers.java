package ru.xrouter.local.plan;

import java.util.Map;
import java.util.Optional;

/** Which providers are the real ones, because the environment holds credentials for them. */
public record Providers(Optional<GigaChatAccess> gigaChat, Optional<YandexAccess> yandex) {

    /** Credentials of the real GigaChat. */
    public record GigaChatAccess(String credentials, Optional<String> scope) {
        @Override
        public String toString() {
            return "GigaChatAccess[redacted]";
        }
    }

    /** Credentials of the real YandexGPT. */
    public record YandexAccess(String apiKey, String folderId) {
        @Override
        public String toString() {
            return "YandexAccess[redacted]";
        }
    }

    public static Providers from(Map<String, String> environment) {
        return new Providers(
                value(environment, "GIGACHAT_CREDENTIALS")
                        .map(credentials -> new GigaChatAccess(credentials, value(environment, "GIGACHAT_SCOPE"))),
                value(environment, "YANDEX_API_KEY")
                        .flatMap(apiKey -> value(environment, "YANDEX_FOLDER_ID")
                                .map(folderId -> new YandexAccess(apiKey, folderId))));
    }

    /** Whether any provider is played by the simulator. */
    public boolean needSimulator() {
        return gigaChat.isEmpty() || yandex.isEmpty();
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
