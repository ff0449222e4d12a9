package ru.xrouter.local.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import ru.xrouter.local.plan.Providers.GigaChatAccess;
import ru.xrouter.local.plan.Providers.YandexAccess;
import ru.xrouter.local.state.StateDirectory;

/** The command and environment of every process. Settings travel as system properties, secrets only in the environment. */
public record LaunchPlan(
        Path java,
        Path checkout,
        StateDirectory state,
        Ports ports,
        Secrets secrets,
        Providers providers,
        int replicas,
        boolean monitoring,
        Map<String, String> environment) {
    private static final String VERSION = "0.1.0-SNAPSHOT";
    private static final String DRAIN_TIMEOUT = "5s";
    /** Replicas leave as in a cluster: what runs may end. */
    private static final String REPLICAS_DRAIN_DELAY = "1s";

    private static final String REPLICAS_DRAIN_TIMEOUT = "60s";
    /** As in the images, but for the heap's bound, which is a share of the container's memory there. */
    private static final List<String> JVM_OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-Xms96m",
            "-Xmn48m",
            "-Xmx256m",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");
    /** What the simulator takes; the first is base64 of {@code local:simulator}. */
    private static final String SIMULATED_GIGACHAT_CREDENTIALS = "bG9jYWw6c2ltdWxhdG9y";

    private static final String SIMULATED_YANDEX_FOLDER = "b1gsimulator00000000";
    private static final String SIMULATED_YANDEX_KEY = "AQVN-local-key-of-the-simulator";
    private static final String EXTRA_JVM_OPTIONS = "XROUTER_JAVA_OPTS";
    private static final List<String> PASSED_ON =
            List.of("PATH", "HOME", "USER", "LANG", "TZ", "TMPDIR", "SSL_CERT_FILE");
    private static final List<String> PASSED_ON_PREFIXES = List.of("XROUTER_", "QUARKUS_", "OTEL_", "LC_");
    private static final List<String> SECRET_WORDS =
            List.of("CREDENTIALS", "KEY", "PEPPER", "TOKEN", "PASSWORD", "SECRET");

    /** What runs, in the order in which it starts. */
    public List<Component> components() {
        return Arrays.stream(Component.values())
                .filter(component -> switch (component) {
                    case SIMULATOR -> providers.needSimulator();
                    case PROMETHEUS -> monitoring;
                    default -> true;
                })
                .toList();
    }

    /** The processes, in the order in which they start. */
    public List<Part> parts() {
        return components().stream()
                .flatMap(component -> Part.of(component, replicas))
                .toList();
    }

    /** Whether services have replicas behind a front. */
    public boolean replicated() {
        return replicas > 1;
    }

    /** The file a component is started from; it exists once the component is built. */
    public Path jar(Component component) {
        var target = checkout.resolve(component.label()).resolve("target");
        return component.isService()
                ? target.resolve("quarkus-app/quarkus-run.jar")
                : target.resolve(component.label() + "-" + VERSION + ".jar");
    }

    public Launch launch(Component component) {
        return launch(Part.only(component));
    }

    public Launch launch(Part part) {
        var component = part.component();
        return switch (component) {
            case POSTGRES, REDIS, PROMETHEUS ->
                throw new IllegalArgumentException(component.label() + " is no Java process");
            case SIMULATOR -> simulator();
            case AUTH ->
                service(
                        part,
                        authSettings(),
                        Map.of(
                                "XROUTER_AUTH_PEPPER", secrets.authPepper(),
                                "XROUTER_DB_PASSWORD", secrets.authDatabasePassword()));
            case BILLING ->
                service(
                        part,
                        billingSettings(),
                        Map.of(
                                "XROUTER_DB_PASSWORD", secrets.billingDatabasePassword(),
                                "XROUTER_BILLING_PAYMENTS_WEBHOOK_SECRET", secrets.paymentSecret()));
            case GIGACHAT -> gigaChat(part);
            case YANDEXGPT -> yandexGpt(part);
            case ROUTER -> service(part, routerSettings(part), Map.of());
            case GATEWAY -> service(part, gatewaySettings(), Map.of());
        };
    }

    private Launch simulator() {
        var command = new ArrayList<>(javaCommand());
        command.addAll(List.of(
                "-jar",
                jar(Component.SIMULATOR).toString(),
                "--port",
                Integer.toString(ports.of(Component.SIMULATOR)),
                "--payment-webhook",
                ports.url(Component.BILLING) + "/webhooks/payments"));
        var environment = inherited();
        environment.put("SIMULATOR_PAYMENT_SECRET", secrets.paymentSecret());
        return new Launch(command, environment);
    }

    private Map<String, String> billingSettings() {
        var settings = new HashMap<>(database("billing"));
        settings.put("xrouter.billing.payments.page-url", ports.url(Component.SIMULATOR) + "/pay/");
        settings.put("xrouter.billing.auth-url", ports.url(Component.AUTH).toString());
        // A developer waits for it.
        settings.put("xrouter.billing.low-balance.every", "5s");
        return settings;
    }

    private Launch gigaChat(Part part) {
        return providers.gigaChat().map(access -> realGigaChat(part, access)).orElseGet(() -> simulatedGigaChat(part));
    }

    private Launch realGigaChat(Part part, GigaChatAccess access) {
        var settings = new HashMap<String, String>();
        settings.put("xrouter.gigachat.auth-url", "https://ngw.devices.sberbank.ru:9443/api/v2/oauth");
        settings.put("xrouter.gigachat.api-url", "https://gigachat.devices.sberbank.ru/api/v1");
        settings.put("xrouter.gigachat.api-v2-url", "https://gigachat.devices.sberbank.ru/api/v2");
        access.scope().ifPresent(scope -> settings.put("xrouter.gigachat.scope", scope));
        return service(part, settings, Map.of("XROUTER_GIGACHAT_CREDENTIALS", access.credentials()));
    }

    private Launch simulatedGigaChat(Part part) {
        var simulator = ports.url(Component.SIMULATOR) + "/gigachat";
        var settings = Map.of(
                "xrouter.gigachat.auth-url", simulator + "/api/v2/oauth",
                "xrouter.gigachat.api-url", simulator + "/api/v1",
                "xrouter.gigachat.api-v2-url", simulator + "/api/v2",
                "xrouter.provider.concurrency", "0");
        return service(part, settings, Map.of("XROUTER_GIGACHAT_CREDENTIALS", SIMULATED_GIGACHAT_CREDENTIALS));
    }

    private Launch yandexGpt(Part part) {
        return providers.yandex().map(access -> realYandexGpt(part, access)).orElseGet(() -> simulatedYandexGpt(part));
    }

    private Launch realYandexGpt(Part part, YandexAccess access) {
        var settings = Map.of(
                "xrouter.yandexgpt.api-url",
                "https://llm.api.cloud.yandex.net",
                "xrouter.yandexgpt.folder-id",
                access.folderId());
        return service(part, settings, Map.of("XROUTER_YANDEXGPT_API_KEY", access.apiKey()));
    }

    private Launch simulatedYandexGpt(Part part) {
        var settings = Map.of(
                "xrouter.yandexgpt.api-url",
                ports.url(Component.SIMULATOR) + "/yandex",
                "xrouter.yandexgpt.folder-id",
                SIMULATED_YANDEX_FOLDER,
                "xrouter.provider.concurrency",
                "0");
        return service(part, settings, Map.of("XROUTER_YANDEXGPT_API_KEY", SIMULATED_YANDEX_KEY));
    }

    private Map<String, String> database(String schema) {
        return Map.of(
                "xrouter.db.url",
                "jdbc:postgresql://127.0.0.1:%d/xrouter_%s".formatted(ports.of(Component.POSTGRES), schema),
                "xrouter.db.username",
                "xrouter_" + schema);
    }

    private Map<String, String> authSettings() {
        var settings = new HashMap<>(database("auth"));
        settings.put("xrouter.auth.site.issuer", issuer());
        settings.put("xrouter.auth.router-url", ports.url(Component.ROUTER).toString());
        settings.put("xrouter.auth.site.mail-dir", state.directory("mail").toString());
        return settings;
    }

    /** As people type it: a browser takes no form from 127.0.0.1 for one from localhost. */
    private String issuer() {
        return "http://localhost:" + ports.of(Component.AUTH);
    }

    private Map<String, String> routerSettings(Part part) {
        return Map.of(
                "xrouter.router.adapters.gigachat.url",
                        ports.url(Component.GIGACHAT).toString(),
                "xrouter.router.adapters.yandexgpt.url",
                        ports.url(Component.YANDEXGPT).toString(),
                "xrouter.router.billing-url", ports.url(Component.BILLING).toString(),
                "xrouter.router.local-holds.replicas", Integer.toString(replicas),
                "xrouter.router.spool-dir",
                        state.directory("spool")
                                .resolve(part.isReplica() ? part.label() : ".")
                                .normalize()
                                .toString());
    }

    private Map<String, String> gatewaySettings() {
        return Map.of(
                "xrouter.gateway.router-url", ports.url(Component.ROUTER).toString(),
                "xrouter.gateway.auth-url", ports.url(Component.AUTH).toString(),
                "xrouter.gateway.issuer", issuer(),
                "xrouter.gateway.billing-url", ports.url(Component.BILLING).toString(),
                "xrouter.gateway.replicas", Integer.toString(replicas));
    }

    private Launch service(Part part, Map<String, String> settings, Map<String, String> secretSettings) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("quarkus.http.host", "127.0.0.1");
        properties.put("quarkus.http.port", Integer.toString(ports.of(part)));
        properties.put("quarkus.management.host", "127.0.0.1");
        properties.put("quarkus.management.port", Integer.toString(ports.management(part)));
        properties.put("quarkus.log.console.json.enabled", "false");
        properties.put("xrouter.redis.url", "redis://127.0.0.1:" + ports.of(Component.REDIS));
        properties.put("xrouter.drain-timeout", replicated() ? REPLICAS_DRAIN_TIMEOUT : DRAIN_TIMEOUT);
        if (replicated()) {
            properties.put("xrouter.drain-delay", REPLICAS_DRAIN_DELAY);
        }
        properties.putAll(settings);
        var command = new ArrayList<>(javaCommand());
        properties.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(property -> "-D" + property.getKey() + "=" + property.getValue())
                .forEach(command::add);
        command.addAll(List.of("-jar", jar(part.component()).toString()));
        var environment = inherited();
        environment.put("XROUTER_SERVICE_TOKEN", secrets.serviceToken());
        environment.putAll(secretSettings);
        return new Launch(command, environment);
    }

    private List<String> javaCommand() {
        var command = new ArrayList<String>();
        command.add(java.toString());
        command.addAll(JVM_OPTIONS);
        Stream.of(environment.getOrDefault(EXTRA_JVM_OPTIONS, "").split("\\s+"))
                .filter(option -> !option.isBlank())
                .forEach(command::add);
        return command;
    }

    /** A process sees what it may be tuned by, never the credentials of another. */
    private Map<String, String> inherited() {
        var passed = new HashMap<String, String>();
        environment.forEach((name, value) -> {
            if (isPassedOn(name)) {
                passed.put(name, value);
            }
        });
        return passed;
    }

    private static boolean isPassedOn(String name) {
        return PASSED_ON.contains(name)
                || (PASSED_ON_PREFIXES.stream().anyMatch(name::startsWith)
                        && SECRET_WORDS.stream().noneMatch(name::contains));
    }
}
