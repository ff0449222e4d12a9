package ru.xrouter.local.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Everything the local stack runs, each after the ones it needs. */
public enum Component {
    POSTGRES("postgres", 5433),
    REDIS("redis", 6380),
    SIMULATOR("provider-simulator", 8090),
    AUTH("auth-service", 8081, 9081),
    BILLING("billing-service", 8083, 9083),
    GIGACHAT("provider-gigachat", 8084, 9084),
    YANDEXGPT("provider-yandexgpt", 8085, 9085),
    ROUTER("router-service", 8082, 9082),
    GATEWAY("gateway-service", 8080, 9080),
    PROMETHEUS("prometheus", 9090);

    private static final int NONE = 0;

    private final String label;
    private final int basePort;
    private final int baseManagementPort;

    Component(String label, int basePort) {
        this(label, basePort, NONE);
    }

    Component(String label, int basePort, int baseManagementPort) {
        this.label = label;
        this.basePort = basePort;
        this.baseManagementPort = baseManagementPort;
    }

    /** Name in paths, logs and commands. */
    public String label() {
        return label;
    }

    /** What must be ready before this can start. */
    public List<Component> needs() {
        return switch (this) {
            case POSTGRES, REDIS, SIMULATOR, PROMETHEUS -> List.of();
            case AUTH, BILLING -> List.of(POSTGRES, REDIS);
            case GIGACHAT, YANDEXGPT -> List.of(SIMULATOR);
            case ROUTER -> List.of(REDIS, BILLING, GIGACHAT, YANDEXGPT);
            case GATEWAY -> List.of(REDIS, AUTH, BILLING, ROUTER);
        };
    }

    /** Whether this is one of our Quarkus services. */
    public boolean isService() {
        return baseManagementPort != NONE;
    }

    int basePort() {
        return basePort;
    }

    int baseManagementPort() {
        return baseManagementPort;
    }

    public static Optional<Component> labelled(String label) {
        return Arrays.stream(values())
                .filter(component -> component.label.equals(label))
                .findFirst();
    }
}
