package ru.xrouter.gigachat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** The adapter's configuration, read from settings given by their full names. */
public final class Settings {
    private Settings() {}

    public static GigaChatConfig read(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(GigaChatConfig.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(GigaChatConfig.class);
    }
}
