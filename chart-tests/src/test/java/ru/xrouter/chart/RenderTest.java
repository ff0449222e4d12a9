package ru.xrouter.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import ru.xrouter.chart.render.Chart;
import ru.xrouter.chart.render.Manifest;
import ru.xrouter.chart.render.Strict;

/** Every values file and every switch: Helm lints it, Kubernetes understands all of it, no object is there twice. */
class RenderTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("ru.xrouter.chart.Variants#all")
    void isUnderstood(Variants.Variant variant) {
        var manifests = variant.chart().render();
        assertThat(manifests).isNotEmpty();
        for (var manifest : manifests) {
            assertThat(Strict.complaints(manifest)).as(manifest.id()).isEmpty();
            assertThat(manifest.name()).as(manifest.id()).matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
        }
        assertThat(manifests.stream().map(Manifest::id)).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ru.xrouter.chart.Variants#all")
    void isLinted(Variants.Variant variant, @TempDir Path scratch) {
        var result = variant.chart().lint(scratch.resolve("xrouter"));
        assertThat(result.isFailed())
                .withFailMessage(() -> String.join("\n", result.getMessages()))
                .isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("switches")
    void aSwitchMakesItsObjects(String values, String kind, int count) {
        assertThat(Chart.complete().and(values).render().stream().filter(each -> each.is(kind)))
                .hasSize(count);
    }

    @Test
    void hostsThatAreTheSameAskForOneCertificate() {
        var ingresses = Chart.complete().and("""
                ingress: {enabled: true, apiHost: a.ru, authHost: b.ru, paymentsHost: a.ru, tls: {clusterIssuer: letsencrypt}}
                """).render().stream()
                .filter(each -> each.is("Ingress"))
                .toList();
        assertThat(ingresses).hasSize(3);
        assertThat(ingresses.stream()
                        .filter(each -> each.at("/metadata/annotations").has("cert-manager.io/cluster-issuer"))
                        .map(each -> each.at("/spec/tls/0/secretName").asText()))
                .containsExactlyInAnyOrder("xrouter-gateway-ingress-tls", "xrouter-auth-ingress-tls");
        assertThat(ingresses.stream()
                        .filter(each -> each.component().equals("billing"))
                        .map(each -> each.at("/spec/tls/0/secretName").asText()))
                .containsExactly("xrouter-gateway-ingress-tls");
    }

    static Stream<Arguments> switches() {
        return Stream.of(
                of("networkPolicy: {enabled: false}", "NetworkPolicy", 0),
                of("networkPolicy: {enabled: true}", "NetworkPolicy", 9),
                of("migration: {enabled: false}", "Job", 0),
                of("migration: {enabled: true}", "Job", 2),
                of("ingress: {enabled: false, apiHost: a.ru}", "Ingress", 0),
                of("ingress: {enabled: true, apiHost: a.ru}", "Ingress", 1),
                of("ingress: {enabled: true, apiHost: a.ru, authHost: b.ru}", "Ingress", 2),
                of(
                        "httpRoute: {enabled: true, apiHost: a.ru, authHost: b.ru, parentRefs: [{name: g}]}",
                        "HTTPRoute",
                        2),
                of("ingress: {enabled: true, apiHost: a.ru, authHost: a.ru, paymentsHost: a.ru}", "Ingress", 3),
                of("tls: {enabled: true, issuer: {name: i}}", "Certificate", 6),
                of("gateway: {autoscaling: {enabled: true}}", "HorizontalPodAutoscaler", 1),
                of("router: {spool: {persistent: true}}", "StatefulSet", 1),
                of("router: {spool: {persistent: false}}", "StatefulSet", 0),
                of("router: {spool: {persistent: false}}", "Deployment", 6),
                of("gigachat: {enabled: false}", "Deployment", 4),
                of("monitoring: {podMonitor: {enabled: true}}", "PodMonitor", 1),
                of("test: {enabled: false}", "Pod", 0));
    }

    private static Arguments of(Object... arguments) {
        return Arguments.of(arguments);
    }
}
