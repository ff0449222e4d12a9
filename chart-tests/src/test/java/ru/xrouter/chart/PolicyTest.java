package ru.xrouter.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ru.xrouter.chart.render.Chart;
import ru.xrouter.chart.render.Manifest;

/** What every pod of every variant keeps to, whatever the values say. */
class PolicyTest {
    private static final Set<String> SERVICES = Set.of("gateway", "auth", "router", "billing", "gigachat", "yandexgpt");
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    @ParameterizedTest(name = "{0}")
    @MethodSource("ru.xrouter.chart.Variants#all")
    void podsAreRestricted(Variants.Variant variant) {
        for (var owner : owners(variant.chart())) {
            var pod = owner.pod();
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean())
                    .as(owner.id())
                    .isTrue();
            assertThat(pod.at("/securityContext/runAsUser").asInt())
                    .as(owner.id())
                    .isPositive();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText())
                    .as(owner.id())
                    .isEqualTo("RuntimeDefault");
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true))
                    .as(owner.id())
                    .isFalse();
            assertThat(List.of("hostNetwork", "hostPID", "hostIPC"))
                    .as(owner.id())
                    .noneMatch(pod::has);
            assertThat(pod.path("volumes")).as(owner.id()).allMatch(PolicyTest::isHarmless);
            owner.containers().forEach(container -> {
                var security = container.path("securityContext");
                assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                        .as(owner.id())
                        .isFalse();
                assertThat(security.path("readOnlyRootFilesystem").asBoolean())
                        .as(owner.id())
                        .isTrue();
                assertThat(security.at("/capabilities/drop/0").asText())
                        .as(owner.id())
                        .isEqualTo("ALL");
                assertThat(security.at("/capabilities/add").isMissingNode())
                        .as(owner.id())
                        .isTrue();
            });
        }
    }

    private static boolean isHarmless(JsonNode volume) {
        return Stream.of("emptyDir", "secret", "configMap", "persistentVolumeClaim")
                .anyMatch(volume::has);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ru.xrouter.chart.Variants#all")
    void containersAreBoundedAndTheirImagesNamed(Variants.Variant variant) {
        for (var owner : owners(variant.chart())) {
            owner.containers().forEach(container -> {
                for (var amount : List.of("/requests/cpu", "/requests/memory", "/limits/cpu", "/limits/memory")) {
                    assertThat(container.path("resources").at(amount).asText())
                            .as(owner.id() + amount)
                            .isNotEmpty();
                }
                assertThat(container.path("image").asText())
                        .as(owner.id())
                        .matches(".+(:[A-Za-z0-9_.-]+|@sha256:[0-9a-f]{64})")
                        .doesNotEndWith(":latest");
            });
            assertThat(owner.pod().path("volumes"))
                    .as(owner.id())
                    .filteredOn(volume -> volume.has("emptyDir"))
                    .allMatch(volume -> volume.at("/emptyDir/sizeLimit").isTextual());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ru.xrouter.chart.Variants#all")
    void servicesLeaveWithoutDroppingAStream(Variants.Variant variant) {
        for (var owner : services(variant.chart())) {
            var container = owner.containers().findFirst().orElseThrow();
            for (var probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
                assertThat(container.path(probe).at("/httpGet/port").asText())
                        .as(owner.id() + probe)
                        .isEqualTo("management");
            }
            var preStop = container.at("/lifecycle/preStop/sleep/seconds").asInt();
            assertThat(preStop).as(owner.id()).isPositive();
            var drain = seconds(container, "XROUTER_DRAIN_DELAY") + seconds(container, "XROUTER_DRAIN_TIMEOUT");
            assertThat(owner.pod().path("terminationGracePeriodSeconds").asInt())
                    .as(owner.id())
                    .isGreaterThanOrEqualTo(preStop + drain + 20);
            if (owner.is("Deployment")) {
                assertThat(owner.at("/spec/strategy/rollingUpdate/maxUnavailable")
                                .asInt(-1))
                        .as(owner.id())
                        .isZero();
                assertThat(owner.at("/spec/strategy/rollingUpdate/maxSurge").asInt())
                        .as(owner.id())
                        .isPositive();
            }
            assertThat(owner.pod().path("topologySpreadConstraints"))
                    .as(owner.id())
                    .hasSize(2)
                    .allMatch(spread -> spread.path("nodeTaintsPolicy").asText().equals("Honor"));
            assertThat(owner.pod().at("/affinity/podAntiAffinity").isMissingNode())
                    .as(owner.id())
                    .isFalse();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ru.xrouter.chart.Variants#all")
    void eachServiceHasItsAccountBudgetAndSelector(Variants.Variant variant) {
        var manifests = variant.chart().render();
        for (var owner : services(variant.chart())) {
            for (var kind : List.of("Service", "ServiceAccount", "PodDisruptionBudget")) {
                assertThat(manifests.stream().map(Manifest::id)).contains(kind + " " + owner.name());
            }
            assertThat(owner.pod().path("serviceAccountName").asText()).isEqualTo(owner.name());
            var pods = Manifest.strings(owner.at("/spec/template/metadata/labels"));
            assertThat(pods).containsAllEntriesOf(Manifest.strings(owner.at("/spec/selector/matchLabels")));
            manifests.stream()
                    .filter(each -> each.is("Service") && each.component().equals(owner.component()))
                    .forEach(service ->
                            assertThat(pods).containsAllEntriesOf(Manifest.strings(service.at("/spec/selector"))));
            var scaled = manifests.stream()
                    .anyMatch(each ->
                            each.is("HorizontalPodAutoscaler") && each.name().equals(owner.name()));
            assertThat(owner.at("/spec/replicas").isMissingNode())
                    .as(owner.id())
                    .isEqualTo(scaled);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ru.xrouter.chart.Variants#all")
    void secretsAreOnlyInSecrets(Variants.Variant variant) {
        for (var manifest : variant.chart().render()) {
            manifest.containers()
                    .flatMap(container -> Manifest.elements(container.path("env")))
                    .forEach(each -> {
                        if (each.path("name")
                                .asText()
                                .matches(
                                        ".*(PASSWORD|TOKEN|PEPPERS?|OLD_KEYS|CREDENTIALS|API_KEY|ENVELOPE_KEY|SECRET)$")) {
                            assertThat(each.at("/valueFrom/secretKeyRef/name").asText())
                                    .as(manifest.id() + each)
                                    .isNotEmpty();
                            assertThat(each.has("value"))
                                    .as(manifest.id() + each)
                                    .isFalse();
                        }
                    });
        }
    }

    @Test
    void inlineSecretsReachNothingButTheSecret() {
        var chart = Chart.complete().and("""
                serviceToken: {existingSecret: "", value: canary-canary-canary-canary-canary-1}
                otherServiceTokens: {value: canary-canary-canary-canary-canary-13}
                redis: {password: {value: canary-canary-canary-canary-canary-2}}
                auth:
                  pepper: {existingSecret: "", value: canary-canary-canary-canary-canary-3}
                  database: {password: {existingSecret: "", value: canary-canary-canary-canary-canary-4}}
                  mail: {host: mail, username: xrouter, password: {value: canary-canary-canary-canary-canary-9}}
                  oldPeppers: {value: "1:canary-canary-canary-canary-canary-12"}
                billing:
                  database: {migration: {password: {value: canary-canary-canary-canary-canary-5}}}
                  payments: {webhookSecret: {value: canary-canary-canary-canary-canary-10}}
                  lowBalance: {webhook: "https://a.ru/low", secret: {value: canary-canary-canary-canary-canary-11}}
                gigachat: {credentials: {existingSecret: "", value: canary-canary-canary-canary-canary-6}}
                yandexgpt: {apiKey: {existingSecret: "", value: canary-canary-canary-canary-canary-7}}
                test: {apiKey: {value: canary-canary-canary-canary-canary-8}}
                """);
        var manifests = chart.render();
        assertThat(manifests.stream()
                        .filter(each -> !each.is("Secret"))
                        .map(each -> each.tree().toString()))
                .noneMatch(text -> text.contains("canary"));
        var secrets = manifests.stream().filter(each -> each.is("Secret")).toList();
        assertThat(secrets).hasSize(1);
        assertThat(secrets.getFirst().at("/data").properties()).hasSize(13);
    }

    @Test
    void noSecretIsMadeWhereAllAreTheOperators() {
        assertThat(Chart.production().render()).noneMatch(each -> each.is("Secret"));
    }

    @Test
    void aChangedInlineSecretRollsThePodsOut() {
        assertThat(checksums(Chart.with("values-dev.yaml")))
                .doesNotContainAnyElementsOf(
                        checksums(Chart.with("values-dev.yaml").and("serviceToken: {value: another-service-token}")));
    }

    private static List<String> checksums(Chart chart) {
        return services(chart).stream()
                .map(each -> each.at("/spec/template/metadata/annotations")
                        .path("checksum/secrets")
                        .asText())
                .toList();
    }

    @Test
    void aDigestWinsOverATag() {
        var images = services(Chart.complete().and("""
                image: {registry: registry.example.ru, tag: 1.2.3}
                gateway: {image: {digest: "%s"}}
                """.formatted(DIGEST))).stream()
                .flatMap(Manifest::containers)
                .map(container -> container.path("image").asText())
                .collect(Collectors.toSet());
        assertThat(images)
                .contains(
                        "registry.example.ru/xrouter/gateway-service@" + DIGEST,
                        "registry.example.ru/xrouter/router-service:1.2.3")
                .hasSize(SERVICES.size());
    }

    @Test
    void everyImageIsByItsDigestWhereThatIsRequired() {
        var production = owners(Chart.production()).stream()
                .flatMap(Manifest::containers)
                .map(container -> container.path("image").asText());
        assertThat(production).isNotEmpty().allMatch(image -> image.endsWith("@" + DIGEST));
        for (var image : Stream.concat(SERVICES.stream(), Stream.of("test")).toList()) {
            assertThatThrownBy(() -> Chart.production()
                            .and("%s: {image: {digest: ''}}".formatted(image))
                            .render())
                    .hasMessageContaining(image + ".image.digest: image.requireDigest");
        }
    }

    @Test
    void usageEventsOutliveTheirPodByDefault() {
        var router = services(Chart.complete()).stream()
                .filter(each -> each.component().equals("router"))
                .findFirst()
                .orElseThrow();
        assertThat(router.kind()).isEqualTo("StatefulSet");
        assertThat(router.at("/spec/volumeClaimTemplates/0/metadata/name").asText())
                .isEqualTo("spool");
        assertThat(router.at("/spec/persistentVolumeClaimRetentionPolicy/whenScaled")
                        .asText())
                .isEqualTo("Retain");
        var container = router.containers().findFirst().orElseThrow();
        var mount = Manifest.elements(container.path("volumeMounts"))
                .filter(each -> each.path("name").asText().equals("spool"))
                .findFirst()
                .orElseThrow();
        assertThat(variable(container, "XROUTER_ROUTER_SPOOL_DIR").path("value").asText())
                .startsWith(mount.path("mountPath").asText() + "/");
    }

    private static int seconds(JsonNode container, String name) {
        return Integer.parseInt(variable(container, name).path("value").asText().replaceFirst("s$", ""));
    }

    private static JsonNode variable(JsonNode container, String name) {
        return Manifest.elements(container.path("env"))
                .filter(each -> each.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name));
    }

    private static List<Manifest> owners(Chart chart) {
        return chart.render().stream().filter(Manifest::makesPods).toList();
    }

    static List<Manifest> services(Chart chart) {
        return owners(chart).stream()
                .filter(each -> SERVICES.contains(each.component()))
                .toList();
    }
}
