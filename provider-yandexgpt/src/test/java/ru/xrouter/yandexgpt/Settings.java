package ru.xrouter.yandexgpt;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** The adapter's configuration, read from settings given by their full names. */
public final class Settings {
    private Settings() {}

    public static YandexGptConfig read(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(YandexGptConfig.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(YandexGptConfig.class);
    }
}
