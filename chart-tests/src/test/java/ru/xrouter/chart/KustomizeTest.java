package ru.xrouter.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.chart.render.Chart;
import ru.xrouter.chart.render.Checkout;
import ru.xrouter.chart.render.Manifest;
import ru.xrouter.chart.render.Strict;

/** What stands around the chart: rendered by kubectl, understood by Kubernetes, and fitting the chart's values files. */
class KustomizeTest {
    private static final String OLDEST = "v2";

    @BeforeAll
    static void needsKubectl() {
        try {
            var version = run("kubectl", "version", "--client");
            // kubectl before 1.21 carries kustomize 2, which does not know patches by this name.
            if (version.contains("Kustomize Version: v") && !version.contains("Kustomize Version: " + OLDEST)) {
                return;
            }
            skip("kubectl is older than 1.21: " + version.strip());
        } catch (UncheckedIOException _) {
            skip("there is no kubectl in PATH");
        }
    }

    private static void skip(String reason) {
        System.out.println("Skipped KustomizeTest: " + reason);
        abort(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "restore"})
    void isUnderstood(String overlay) {
        var manifests = rendered(overlay);
        assertThat(manifests).hasSizeGreaterThan(8);
        for (var manifest : manifests) {
            assertThat(Strict.complaints(manifest)).as(manifest.id()).isEmpty();
        }
        assertThat(manifests.stream().map(Manifest::id)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void podsPassTheNamespacesOwnSecurityLevel(String overlay) {
        var manifests = rendered(overlay);
        assertThat(one(manifests, "Namespace").labels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
        var owners = manifests.stream().filter(Manifest::makesPods).toList();
        assertThat(owners).isNotEmpty();
        for (var owner : owners) {
            assertThat(owner.pod().at("/securityContext/runAsNonRoot").asBoolean())
                    .as(owner.id())
                    .isTrue();
            assertThat(owner.pod().at("/securityContext/seccompProfile/type").asText())
                    .isEqualTo("RuntimeDefault");
            assertThat(owner.pod().path("automountServiceAccountToken").asBoolean(true))
                    .isFalse();
            owner.containers().forEach(container -> {
                assertThat(container
                                .at("/securityContext/allowPrivilegeEscalation")
                                .asBoolean(true))
                        .isFalse();
                assertThat(container
                                .at("/securityContext/readOnlyRootFilesystem")
                                .asBoolean())
                        .isTrue();
                assertThat(container.at("/securityContext/capabilities/drop/0").asText())
                        .isEqualTo("ALL");
                assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
                assertThat(container.path("image").asText()).contains(":").doesNotEndWith(":latest");
            });
        }
    }

    @Test
    void productionLosesNoCommitWithANode() {
        var cluster = one(rendered("production"), "Cluster");
        assertThat(cluster.at("/spec/instances").asInt()).isEqualTo(3);
        assertThat(cluster.at("/spec/postgresql/synchronous/number").asInt()).isEqualTo(1);
        assertThat(cluster.at("/spec/postgresql/synchronous/dataDurability").asText())
                .isEqualTo("required");
        assertThat(cluster.at("/spec/backup/barmanObjectStore/wal").isObject()).isTrue();
        assertThat(cluster.at("/spec/backup/retentionPolicy").asText()).isEqualTo("30d");
        var backup = one(rendered("production"), "ScheduledBackup");
        assertThat(backup.at("/spec/cluster/name").asText()).isEqualTo(cluster.name());
        assertThat(backup.at("/spec/schedule").asText().split(" ", -1)).hasSize(6);
    }

    @Test
    void whatIsRestoredIsWhatProductionKept() {
        // Given
        var production = one(rendered("production"), "Cluster");
        var restored = one(rendered("restore"), "Cluster");
        var kept = production.at("/spec/backup/barmanObjectStore");
        // When
        var source = restored.at("/spec/externalClusters/0");
        // Then
        assertThat(restored.at("/spec/bootstrap/recovery/source").asText())
                .isEqualTo(source.path("name").asText());
        assertThat(restored.at("/spec/bootstrap/recovery/recoveryTarget/targetTime")
                        .asText())
                .isNotEmpty();
        assertThat(source.at("/barmanObjectStore/serverName").asText()).isEqualTo(production.name());
        for (var where : List.of("destinationPath", "endpointURL", "s3Credentials")) {
            assertThat(source.path("barmanObjectStore").path(where)).isEqualTo(kept.path(where));
        }
        // The history that was restored from is never written over.
        assertThat(restored.at("/spec/backup/barmanObjectStore/serverName").asText())
                .isNotEmpty()
                .isNotEqualTo(production.name());
        assertThat(rendered("restore"))
                .noneMatch(each -> each.at("/metadata/namespace").asText().equals("xrouter"));
    }

    @Test
    void theChartsAlertsWatchThisDatabase() throws IOException {
        var instance = one(rendered("production"), "Cluster").name() + "-1";
        var pods = Pattern.compile("pod=~\"([^\"]+)\"")
                .matcher(Files.readString(Checkout.CHART.resolve("rules/postgresql.yaml")))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(pods).isNotEmpty().allMatch(instance::matches);
    }

    @Test
    void productionHasSixRedisNodesThatKeepWhatTheyTook() {
        var manifests = rendered("production");
        var redis = one(manifests, "StatefulSet");
        assertThat(redis.at("/spec/replicas").asInt()).isEqualTo(6);
        assertThat(redis.at("/spec/volumeClaimTemplates/0/spec/resources/requests/storage")
                        .asText())
                .isNotEmpty();
        var conf = one(manifests, "ConfigMap").at("/data").path("redis.conf").asText();
        assertThat(conf).contains("appendonly yes", "cluster-enabled yes", "maxmemory-policy noeviction");
        var container = redis.containers().findFirst().orElseThrow();
        // The append-only file is rewritten by a second process, which shares less memory the more is written
        // meanwhile.
        assertThat(3 * megabytes(conf, "maxmemory (\\d+)mb"))
                .isLessThan(2
                        * 1024
                        * megabytes(container.at("/resources/limits/memory").asText(), "(\\d+)Gi"));
        assertThat(container.at("/resources/requests/memory")).isEqualTo(container.at("/resources/limits/memory"));
        assertThat(redis.pod().at("/volumes/0/configMap/name").asText())
                .isEqualTo(one(manifests, "ConfigMap").name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void theChartsValuesNameWhatIsThere(String overlay) {
        var around = rendered(overlay);
        var values = Chart.with("values-%s.yaml".formatted(overlay)).values();
        var database = one(around, "Cluster").name();
        for (var service : List.of("auth", "billing")) {
            assertThat(values.at("/%s/database/url".formatted(service)).asText())
                    .contains("//" + database + "-rw:5432/xrouter_" + service);
            assertThat(around)
                    .anyMatch(each -> each.is("Database")
                            && each.at("/spec/name").asText().equals("xrouter_" + service));
            assertThat(values.at("/%s/database/caCertificate/existingSecret".formatted(service))
                            .asText(database + "-ca"))
                    .isEqualTo(database + "-ca");
            var role = values.at("/%s/database/migration/username".formatted(service))
                    .asText("xrouter_" + service);
            assertThat(Manifest.elements(one(around, "Cluster").at("/spec/managed/roles"))
                            .map(each -> each.path("name").asText()))
                    .contains(role, "xrouter_" + service);
        }
        var services = around.stream()
                .filter(each -> each.is("Service"))
                .map(Manifest::name)
                .collect(Collectors.toSet());
        for (var host : values.at("/redis/hosts")) {
            assertThat(services)
                    .as(host.asText())
                    .anyMatch(name -> host.asText().matches("redis://(redis-\\d\\.)?" + name + ":6379"));
        }
        if (values.at("/tls/enabled").asBoolean()) {
            assertThat(around)
                    .anyMatch(each -> each.is("Issuer")
                            && each.name().equals(values.at("/tls/issuer/name").asText()));
        }
    }

    @Test
    void redisNodesFindEachOtherByNameAfterAllHaveMoved() {
        var manifests = rendered("production");
        assertThat(one(manifests, "ConfigMap").at("/data").path("start.sh").asText())
                .contains("redis-cli cluster meet");
        var ports = manifests.stream()
                .filter(each -> each.is("NetworkPolicy") && each.name().equals("redis"))
                .flatMap(each -> Manifest.elements(each.at("/spec/egress")))
                .flatMap(each -> Manifest.elements(each.path("ports")))
                .map(each -> each.path("port").asInt())
                .toList();
        assertThat(ports).contains(53, 6379, 16379);
    }

    @Test
    void aChangedPasswordReachesItsRoleAtOnce() {
        assertThat(rendered("dev").stream().filter(each -> each.is("Secret")))
                .hasSize(4)
                .allMatch(each -> each.at("/metadata/labels")
                        .path("cnpg.io/reload")
                        .asText()
                        .equals("true"));
    }

    @Test
    void theDatabaseHasRoomForEveryPoolOfTheChart() throws IOException {
        var connections = 0;
        for (var service : List.of("auth", "billing")) {
            var pool = new Properties();
            try (var in = Files.newInputStream(
                    Checkout.module(service + "-service").resolve("src/main/resources/application.properties"))) {
                pool.load(in);
            }
            // A roll-out has one pod more, and a migration before it.
            var most = Chart.with("values.yaml")
                            .values()
                            .at("/%s/autoscaling/maxReplicas".formatted(service))
                            .asInt()
                    + 1;
            connections += most * Integer.parseInt(pool.getProperty("quarkus.datasource.jdbc.max-size")) + 1;
        }
        assertThat(one(rendered("production"), "Cluster")
                        .at("/spec/postgresql/parameters/max_connections")
                        .asInt())
                .isGreaterThanOrEqualTo(connections);
    }

    @Test
    void certificatesCanBeProvedByHttp() {
        var challenge = rendered("production").stream()
                .filter(each -> each.is("NetworkPolicy")
                        && each.at("/spec/podSelector/matchLabels").has("acme.cert-manager.io/http01-solver"))
                .toList();
        assertThat(challenge)
                .singleElement()
                .satisfies(each -> assertThat(
                                each.at("/spec/ingress/0/ports/0/port").asInt())
                        .isEqualTo(8089));
    }

    @Test
    void theStoresAreReachedByTheServicesOfTheDrawingAlone() {
        var policies = rendered("production").stream()
                .filter(each -> each.is("NetworkPolicy"))
                .toList();
        assertThat(callers(policies, "redis"))
                .isEqualTo(Set.of("gateway", "router", "auth", "billing", "gigachat", "yandexgpt"));
        assertThat(callers(policies, "postgresql"))
                .isEqualTo(Set.of("auth", "auth-migration", "billing", "billing-migration"));
        assertThat(policies)
                .anyMatch(each -> each.at("/spec/podSelector").isEmpty()
                        && each.at("/spec/ingress").isMissingNode());
    }

    private static Set<String> callers(List<Manifest> policies, String name) {
        return policies.stream()
                .filter(each -> each.name().equals(name))
                .flatMap(each ->
                        Manifest.elements(each.at("/spec/ingress/0/from/0/podSelector/matchExpressions/0/values")))
                .map(value -> value.asText())
                .collect(Collectors.toSet());
    }

    private static int megabytes(String text, String pattern) {
        var found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern).isTrue();
        return Integer.parseInt(found.group(1));
    }

    private static Manifest one(List<Manifest> manifests, String kind) {
        var found = manifests.stream().filter(each -> each.is(kind)).toList();
        assertThat(found).as(kind).hasSize(1);
        return found.getFirst();
    }

    private static List<Manifest> rendered(String overlay) {
        return Manifest.parse(run(
                "kubectl",
                "kustomize",
                Checkout.K8S.resolve("overlays").resolve(overlay).toString()));
    }

    private static String run(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(output).isZero();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
