package ru.xrouter.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.chart.render.Manifest;
import ru.xrouter.chart.render.Strict;

/** The judge of all other tests must itself be able to say no. */
class StrictTest {
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: a}
            spec:
              replicas: 1
              selector: {matchLabels: {a: b}}
              template:
                metadata: {labels: {a: b}}
                spec:
                  containers:
                    - name: a
                      image: a:1
                      ports: [{containerPort: 80}]
                      resources: {limits: {cpu: "1", memory: 1Gi}}
            """;

    private static final String CERTIFICATE = """
            apiVersion: cert-manager.io/v1
            kind: Certificate
            metadata: {name: a}
            spec:
              secretName: a
              dnsNames: [a]
              issuerRef: {name: a}
            """;

    @Test
    void acceptsWhatIsRight() {
        assertThat(complaints(DEPLOYMENT)).isEmpty();
        assertThat(complaints(CERTIFICATE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replicas: 1 -> replicaz: 1",
                "replicas: 1 -> replicas: '1'",
                "replicas: 1 -> replicas: many",
                "containerPort: 80 -> containerPort: '80'",
                "containerPort: 80 -> name: http",
                "selector: {matchLabels: {a: b}} -> paused: false",
                "image: a:1 -> imagee: a:1",
                "name: a\n -> nome: a\n",
                "ports: [{containerPort: 80}] -> ports: {containerPort: 80}",
                "ports: [{containerPort: 80}] -> securityContext: {runAsNonRoot: 'yes'}"
            })
    void refusesUnknownMissingAndWrongFieldsOfKubernetes(String change) {
        assertThat(complaints(changed(DEPLOYMENT, change))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secretName: a -> secretNome: a",
                "dnsNames: [a] -> dnsNames: a",
                "issuerRef: {name: a} -> issuerRef: {kind: Issuer}",
                "issuerRef: {name: a} -> issuerRef: {name: 1}",
                "issuerRef: {name: a} -> issuerRef: {name: a, nome: b}",
                "dnsNames: [a] -> privateKey: {algorithm: DSA}"
            })
    void refusesUnknownMissingAndWrongFieldsOfCustomResources(String change) {
        assertThat(complaints(changed(CERTIFICATE, change))).isNotEmpty();
    }

    private static Iterable<String> complaints(String yaml) {
        return Strict.complaints(Manifest.parse(yaml).getFirst());
    }

    private static String changed(String yaml, String change) {
        var parts = change.split(" -> ", 2);
        assertThat(yaml).contains(parts[0]);
        return yaml.replace(parts[0], parts[1]);
    }
}
