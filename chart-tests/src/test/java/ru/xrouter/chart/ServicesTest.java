package ru.xrouter.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.chart.render.Chart;
import ru.xrouter.chart.render.Manifest;
import ru.xrouter.chart.render.ServiceModule;

/** The chart and the services mean the same: every variable is one that is read, every port and path is there. */
class ServicesTest {
    private static final Map<String, String> MODULES = Map.of(
            "gateway", "gateway-service",
            "auth", "auth-service",
            "router", "router-service",
            "billing", "billing-service",
            "gigachat", "provider-gigachat",
            "yandexgpt", "provider-yandexgpt");
    private static final Map<String, ServiceModule> BUILT = new ConcurrentHashMap<>();
    /** Read by the JVM, not by the service; and by Quarkus before it has any settings. */
    private static final Set<String> OF_THE_RUNTIME = Set.of("JAVA_TOOL_OPTIONS", "QUARKUS_PROFILE");

    private static final Set<String> ALL_OUR_PORTS = Set.of("http", "management");

    @ParameterizedTest(name = "{0}")
    @MethodSource("ru.xrouter.chart.Variants#all")
    void everyVariableIsReadByItsService(Variants.Variant variant) {
        for (var owner : variant.chart().render()) {
            var service = owner.component().replace("-migration", "");
            if (owner.makesPods() && MODULES.containsKey(service)) {
                var module = module(service);
                assertThat(variables(owner))
                        .as(owner.id())
                        .allMatch(each -> OF_THE_RUNTIME.contains(each) || module.reads(each));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "XROUTER_GATEWAY_ROUTER_ADDRESS",
                "XROUTER_ROUTER_SPOOL_DIR",
                "XROUTER_MIGRATE",
                "QUARKUS_HTTP_PROT"
            })
    void aVariableThatTheGatewayDoesNotReadIsSeen(String variable) {
        assertThat(module("gateway").reads(variable)).isFalse();
        assertThat(module("gateway").reads("XROUTER_GATEWAY_ROUTER_URL")).isTrue();
    }

    @Test
    void portsAreThoseOfTheServices() {
        for (var owner : PolicyTest.services(Chart.complete())) {
            var ports = owner.containers().findFirst().orElseThrow().path("ports");
            var module = module(owner.component());
            assertThat(Manifest.elements(ports).map(port -> port.path("name").asText()))
                    .containsExactlyInAnyOrderElementsOf(ALL_OUR_PORTS);
            assertThat(ports.at("/0/containerPort").asText())
                    .as(owner.id())
                    .isEqualTo(module.setting("quarkus.http.port"));
            assertThat(ports.at("/1/containerPort").asText())
                    .as(owner.id())
                    .isEqualTo(module.setting("quarkus.management.port"));
            assertThat(module.setting("quarkus.management.enabled")).isEqualTo("true");
        }
    }

    @Test
    void healthAndMetricsAreWhereTheExtensionsPutThem() {
        var owner = PolicyTest.services(Chart.complete()).getFirst();
        var container = owner.containers().findFirst().orElseThrow();
        assertThat(Stream.of("startupProbe", "readinessProbe", "livenessProbe")
                        .map(probe -> container.path(probe).at("/httpGet/path").asText()))
                .containsExactly("/q/health/started", "/q/health/ready", "/q/health/live");
        for (var module : MODULES.values()) {
            var built = ServiceModule.of(module);
            for (var moved : List.of(
                    "quarkus.http.non-application-root-path",
                    "quarkus.management.root-path",
                    "quarkus.smallrye-health.root-path")) {
                assertThat(built.setting(moved)).as(module).isEqualTo("null");
            }
        }
    }

    @Test
    void publicPathsAreThoseOfTheServices() {
        var paths = Chart.with("values.yaml").values().path("publicPaths");
        assertThat(paths.path("gateway"))
                .isNotEmpty()
                .allMatch(path -> module("gateway").names(path.asText() + "/"));
        var ofAuth = new TreeSet<>(module("auth").paths());
        assertThat(ofAuth.remove("/internal")).isTrue();
        assertThat(paths.path("auth")).map(JsonNode::asText).containsExactlyInAnyOrderElementsOf(ofAuth);
        assertThat(paths.path("billing"))
                .map(JsonNode::asText)
                .containsExactly(module("billing").setting("xrouter.service.open-path"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "router"})
    void streamsAreCountedByAMetricThatThereIs(String service) {
        var metric = Chart.with("values.yaml")
                .values()
                .at("/%s/autoscaling/streamsMetric".formatted(service))
                .asText();
        assertThat(metric).isNotEmpty();
        assertThat(module(service).names(metric)).isTrue();
        assertThat(module(service).names(metric + "_or_another")).isFalse();
    }

    @Test
    void whatIsGuardedIsNotPublished() {
        assertThat(module("auth").setting("xrouter.service.guarded-paths")).isEqualTo("/internal");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ingress: {enabled: true, apiHost: a.ru, authHost: b.ru} | https://b.ru",
                "ingress: {enabled: true, apiHost: a.ru, authHost: b.ru, tls: {enabled: false}} | http://b.ru",
                "httpRoute: {enabled: true, authHost: b.ru, parentRefs: [{name: public}]} | https://b.ru",
                "auth: {issuer: 'https://c.ru'} | https://c.ru"
            })
    void gatewayAndAuthKnowTheSameIssuer(String values, String issuer) {
        var issuers = PolicyTest.services(Chart.complete().and(values)).stream()
                .flatMap(Manifest::containers)
                .flatMap(container -> Manifest.elements(container.path("env")))
                .filter(each -> each.path("name").asText().endsWith("_ISSUER"))
                .map(each -> each.path("value").asText());
        assertThat(issuers).containsExactly(issuer, issuer);
    }

    @Test
    void addressesNameServicesAndTheirPorts() {
        var manifests = Chart.complete().render();
        for (var owner : PolicyTest.services(Chart.complete())) {
            owner.containers()
                    .flatMap(container -> Manifest.elements(container.path("env")))
                    .forEach(each -> {
                        var value = each.path("value").asText();
                        if (value.startsWith("http://xrouter-")) {
                            var address = URI.create(value);
                            assertThat(manifests)
                                    .as(owner.id() + " " + value)
                                    .anyMatch(service -> service.is("Service")
                                            && service.name().equals(address.getHost())
                                            && service.at("/spec/ports/0/port").asInt() == address.getPort());
                        }
                    });
        }
    }

    private static List<String> variables(Manifest owner) {
        return owner.containers()
                .flatMap(container -> Manifest.elements(container.path("env")))
                .map(each -> each.path("name").asText())
                .toList();
    }

    private static ServiceModule module(String service) {
        return BUILT.computeIfAbsent(service, each -> ServiceModule.of(Objects.requireNonNull(MODULES.get(each))));
    }
}
