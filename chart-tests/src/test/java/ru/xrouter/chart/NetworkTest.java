package ru.xrouter.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.chart.render.Chart;
import ru.xrouter.chart.render.Manifest;

/** The network is the drawing of docs/architecture: these edges, no other, and both ends of each agree. */
class NetworkTest {
    private static final Map<String, Set<String>> MAY_CALL = Map.of(
            "gateway", Set.of("auth", "router", "billing", "redis", "dns"),
            "router", Set.of("billing", "gigachat", "yandexgpt", "redis", "dns"),
            "auth", Set.of("router", "redis", "postgresql", "dns"),
            "billing", Set.of("auth", "redis", "postgresql", "dns"),
            "gigachat", Set.of("outside:443,9443", "redis", "dns"),
            "yandexgpt", Set.of("outside:443", "redis", "dns"),
            "test", Set.of("gateway", "dns"));
    private static final Map<String, Set<String>> MAY_BE_CALLED_BY = Map.of(
            "gateway", Set.of("ingress", "test", "prometheus"),
            "auth", Set.of("billing", "gateway", "ingress", "prometheus"),
            "router", Set.of("auth", "gateway", "prometheus"),
            "billing", Set.of("gateway", "router", "prometheus"),
            "gigachat", Set.of("router", "prometheus"),
            "yandexgpt", Set.of("router", "prometheus"),
            "test", Set.of());
    private static final Chart OPEN = Chart.complete().and("""
            ingress: {enabled: true, apiHost: api.example.ru, authHost: auth.example.ru}
            networkPolicy:
              ingressFrom: [{namespaceSelector: {matchLabels: {is: ingress}}}]
              metricsFrom: [{namespaceSelector: {matchLabels: {is: prometheus}}}]
              dns: [{namespaceSelector: {matchLabels: {is: dns}}}]
              redis: {to: [{podSelector: {matchLabels: {is: redis}}}]}
              postgresql: {to: [{podSelector: {matchLabels: {is: postgresql}}}]}
            """);

    @Test
    void egressIsTheDrawing() {
        assertThat(edges(OPEN, "egress", "to")).isEqualTo(MAY_CALL);
    }

    @Test
    void ingressIsTheDrawing() {
        assertThat(edges(OPEN, "ingress", "from")).isEqualTo(MAY_BE_CALLED_BY);
    }

    @Test
    void prometheusReachesTheManagementPortAndNobodyElseDoes() {
        for (var policy : policies(OPEN)) {
            for (var rule : policy.at("/spec/ingress")) {
                var isPrometheus = peers(rule, "from").contains("prometheus");
                assertThat(rule.at("/ports")).hasSize(1);
                assertThat(rule.at("/ports/0/port").asText())
                        .as(policy.id())
                        .isEqualTo(isPrometheus ? "management" : "http");
            }
        }
    }

    @Test
    void authIsClosedToTheWorldWithoutAHost() {
        assertThat(edges(OPEN.and("ingress: {authHost: ''}"), "ingress", "from").get("auth"))
                .containsExactlyInAnyOrder("billing", "gateway", "prometheus");
    }

    @Test
    void billingIsOpenToThePaymentProviderOnlyWithAHost() {
        assertThat(edges(OPEN.and("ingress: {paymentsHost: api.example.ru}"), "ingress", "from")
                        .get("billing"))
                .containsExactlyInAnyOrder("gateway", "router", "ingress", "prometheus");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "billing"})
    void servicesReachTheOutsideOnlyWhereNamed(String service) {
        var named = OPEN.and("%s: {outside: {cidrs: [203.0.113.0/24], ports: [587]}}".formatted(service));
        assertThat(edges(named, "egress", "to").get(service)).contains("outside:587");
    }

    @Test
    void authReachesProvidersToSignInWithOnlyOnceThereIsOne() {
        var provider = OPEN.and(
                "auth: {signIn: {providers: {staff: {name: Staff, issuer: 'https://id.ru/realms/a', clientId: x}}}}");
        assertThat(edges(OPEN, "egress", "to").get("auth")).doesNotContain("outside:443");
        assertThat(edges(provider, "egress", "to").get("auth")).contains("outside:443");
    }

    @Test
    void tracesHaveAWayOutOfEveryServiceWhileTheyAreOn() {
        var traced = OPEN.and(
                "{traces: {enabled: true}, networkPolicy: {traces: {to: [{podSelector: {matchLabels: {is: collector}}}]}}}");
        assertThat(edges(traced, "egress", "to")).allSatisfy((service, callees) -> {
            if (!service.equals("test")) {
                assertThat(callees).as(service).contains("collector");
            }
        });
    }

    @Test
    void theClustersOwnNetworksAreNotTheOutside() {
        var rule = policies(OPEN).stream()
                .filter(each -> each.component().equals("gigachat"))
                .flatMap(each -> Manifest.elements(each.at("/spec/egress")))
                .filter(each -> !each.at("/to/0/ipBlock").isMissingNode())
                .findFirst()
                .orElseThrow();
        assertThat(rule.at("/to/0/ipBlock/except")).map(JsonNode::asText).contains("10.0.0.0/8", "169.254.0.0/16");
    }

    @Test
    void anAdapterThatIsNotInstalledIsCalledByNobody() {
        assertThat(edges(OPEN.and("gigachat: {enabled: false}"), "egress", "to").get("router"))
                .doesNotContain("gigachat");
    }

    @Test
    void everyPodHasItsPolicy() {
        var chart = Chart.production().and("networkPolicy: {enabled: true}");
        var covered = policies(chart).stream().map(Manifest::component).collect(Collectors.toSet());
        var pods = chart.render().stream()
                .filter(Manifest::makesPods)
                .map(Manifest::component)
                .collect(Collectors.toSet());
        assertThat(covered).isEqualTo(pods);
    }

    private static Map<String, Set<String>> edges(Chart chart, String direction, String peers) {
        return policies(chart).stream()
                .filter(policy -> !policy.component().endsWith("-migration"))
                .collect(Collectors.toMap(
                        Manifest::component,
                        policy -> Manifest.elements(policy.at("/spec/" + direction))
                                .flatMap(rule -> peers(rule, peers).stream())
                                .collect(Collectors.toCollection(TreeSet::new))));
    }

    private static List<Manifest> policies(Chart chart) {
        return chart.render().stream().filter(each -> each.is("NetworkPolicy")).toList();
    }

    private static List<String> peers(JsonNode rule, String peers) {
        assertThat(rule.path(peers)).as("a rule without peers is open to all").isNotEmpty();
        assertThat(rule.path("ports")).as("a rule without ports opens all").isNotEmpty();
        return Manifest.elements(rule.path(peers)).map(peer -> name(peer, rule)).toList();
    }

    private static String name(JsonNode peer, JsonNode rule) {
        if (peer.has("ipBlock")) {
            return "outside:"
                    + Manifest.elements(rule.path("ports"))
                            .map(port -> port.path("port").asText())
                            .collect(Collectors.joining(","));
        }
        var marked = peer.at("/namespaceSelector/matchLabels/is")
                .asText(peer.at("/podSelector/matchLabels/is").asText());
        return marked.isEmpty()
                ? peer.at("/podSelector/matchLabels")
                        .path("app.kubernetes.io/component")
                        .asText()
                : marked;
    }
}
