package ru.xrouter.local.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ru.xrouter.local.state.StateDirectory;

class LaunchPlanTest {
    private static final Secrets SECRETS =
            new Secrets("the-service-token", "the-pepper", "the-auth-password", "the-billing-password");
    private static final Map<String, String> REAL_PROVIDERS = Map.of(
            "GIGACHAT_CREDENTIALS", "the-credentials",
            "GIGACHAT_SCOPE", "GIGACHAT_API_CORP",
            "YANDEX_API_KEY", "the-api-key",
            "YANDEX_FOLDER_ID", "folder");
    private static final List<String> SECRET_VALUES = List.of(
            "the-service-token",
            "the-pepper",
            "the-auth-password",
            "the-billing-password",
            "the-credentials",
            "the-api-key");

    @ParameterizedTest
    @EnumSource(
            names = {"POSTGRES", "REDIS", "SIMULATOR", "PROMETHEUS"},
            mode = EnumSource.Mode.EXCLUDE)
    void showsNoSecretInACommandLineOrInText(Component component) {
        // When
        var launch = plan(REAL_PROVIDERS).launch(component);
        // Then
        assertThat(String.join(" ", launch.command())).doesNotContain(SECRET_VALUES);
        assertThat(launch.toString()).doesNotContain(SECRET_VALUES);
        assertThat(launch.environment()).containsEntry("XROUTER_SERVICE_TOKEN", "the-service-token");
    }

    @Test
    void showsNoSecretWhenThePlanIsPrinted() {
        assertThat(plan(Map.of()).secrets().toString()).doesNotContain(SECRET_VALUES);
        assertThat(plan(REAL_PROVIDERS).providers().toString()).doesNotContain(SECRET_VALUES);
    }

    @Test
    void givesEachServiceOnlyItsOwnSecrets() {
        // Given
        var environment = new HashMap<>(REAL_PROVIDERS);
        environment.put("XROUTER_AUTH_PEPPER", "of-another-stack");
        environment.put("AWS_SECRET_ACCESS_KEY", "none of our business");
        environment.put("PATH", "/bin");
        environment.put("XROUTER_LOG_LEVEL", "DEBUG");
        var plan = plan(environment);
        // When
        var router = plan.launch(Component.ROUTER).environment();
        var auth = plan.launch(Component.AUTH).environment();
        var gigachat = plan.launch(Component.GIGACHAT).environment();
        // Then
        assertThat(router)
                .containsOnly(
                        Map.entry("PATH", "/bin"),
                        Map.entry("XROUTER_LOG_LEVEL", "DEBUG"),
                        Map.entry("XROUTER_SERVICE_TOKEN", "the-service-token"));
        assertThat(auth)
                .containsEntry("XROUTER_AUTH_PEPPER", "the-pepper")
                .containsEntry("XROUTER_DB_PASSWORD", "the-auth-password");
        assertThat(gigachat)
                .containsEntry("XROUTER_GIGACHAT_CREDENTIALS", "the-credentials")
                .doesNotContainKey("XROUTER_YANDEXGPT_API_KEY");
    }

    @Test
    void tellsServicesWhereTheOthersListen() {
        // When
        var gateway = plan(Map.of()).launch(Component.GATEWAY).command();
        var router = plan(Map.of()).launch(Component.ROUTER).command();
        var billing = plan(Map.of()).launch(Component.BILLING).command();
        // Then
        assertThat(gateway)
                .contains(
                        "-Dquarkus.http.port=18080",
                        "-Dquarkus.management.port=19080",
                        "-Dxrouter.gateway.router-url=http://127.0.0.1:18082",
                        "-Dxrouter.gateway.auth-url=http://127.0.0.1:18081",
                        "-Dxrouter.gateway.billing-url=http://127.0.0.1:18083",
                        "-Dxrouter.redis.url=redis://127.0.0.1:16380");
        assertThat(router)
                .contains(
                        "-Dxrouter.router.adapters.gigachat.url=http://127.0.0.1:18084",
                        "-Dxrouter.router.adapters.yandexgpt.url=http://127.0.0.1:18085",
                        "-Dxrouter.router.spool-dir=/state/spool");
        assertThat(billing)
                .contains(
                        "-Dxrouter.db.url=jdbc:postgresql://127.0.0.1:15433/xrouter_billing",
                        "-Dxrouter.db.username=xrouter_billing")
                .containsSequence("-jar", "/checkout/billing-service/target/quarkus-app/quarkus-run.jar");
    }

    @Test
    void playsAProviderWithoutCredentialsByTheSimulator() {
        // Given
        var plan = plan(Map.of("YANDEX_API_KEY", "the-api-key"));
        // When
        var gigachat = plan.launch(Component.GIGACHAT).command();
        var yandexgpt = plan.launch(Component.YANDEXGPT).command();
        // Then
        assertThat(plan.components()).contains(Component.SIMULATOR);
        assertThat(String.join(" ", gigachat)).contains("http://127.0.0.1:18090/gigachat/api/v1");
        assertThat(String.join(" ", yandexgpt)).contains("http://127.0.0.1:18090/yandex");
    }

    @Test
    void leavesTheSimulatorOutWhenBothProvidersAreReal() {
        // Given
        var plan = plan(REAL_PROVIDERS);
        // When
        var commands = List.of(
                plan.launch(Component.GIGACHAT).command(),
                plan.launch(Component.YANDEXGPT).command());
        // Then
        assertThat(plan.components()).doesNotContain(Component.SIMULATOR);
        assertThat(commands.toString())
                .doesNotContain("18090")
                .contains("https://gigachat.devices.sberbank.ru/api/v1", "https://llm.api.cloud.yandex.net")
                .contains("-Dxrouter.gigachat.scope=GIGACHAT_API_CORP", "-Dxrouter.yandexgpt.folder-id=folder");
    }

    private static LaunchPlan plan(Map<String, String> environment) {
        return new LaunchPlan(
                Path.of("/jdk/bin/java"),
                Path.of("/checkout"),
                new StateDirectory(Path.of("/state")),
                new Ports(10_000),
                SECRETS,
                Providers.from(environment),
                1,
                false,
                environment);
    }
}
