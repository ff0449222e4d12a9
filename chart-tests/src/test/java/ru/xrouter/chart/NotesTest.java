package ru.xrouter.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import ru.xrouter.chart.render.Chart;
import ru.xrouter.chart.render.Manifest;

/** What Helm says after an installation tells what to do next, with what is there. */
class NotesTest {
    private static final Pattern STEP = Pattern.compile("(?m)^(\\d)\\. ");
    private static final Pattern SERVICE = Pattern.compile("svc/(\\S+)");

    @ParameterizedTest(name = "{0}")
    @MethodSource("ru.xrouter.chart.Variants#all")
    void stepsAreCountedAndNameWhatIsThere(Variants.Variant variant) {
        // Given
        var manifests = variant.chart().render();
        var services = manifests.stream().filter(each -> each.is("Service")).map(Manifest::name);
        var tested = manifests.stream().anyMatch(each -> each.component().equals("test"));
        // When
        var notes = variant.chart().notes();
        // Then
        assertThat(STEP.matcher(notes).results().map(step -> step.group(1)).toList())
                .isEqualTo(tested ? List.of("1", "2", "3", "4") : List.of("1", "2", "3"));
        assertThat(SERVICE.matcher(notes).results().map(named -> named.group(1)).toList())
                .isSubsetOf(services.toList());
        assertThat(notes.contains("helm -n xrouter test xrouter")).isEqualTo(tested);
        assertThat(notes).contains("base_url = http");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ingress: {enabled: true, apiHost: a.ru} | base_url = https://a.ru/v1",
                "ingress: {enabled: true, apiHost: a.ru, tls: {enabled: false}} | base_url = http://a.ru/v1",
                "httpRoute: {enabled: true, apiHost: a.ru, parentRefs: [{name: public}]} | base_url = https://a.ru/v1",
                "test: {apiKey: {existingSecret: key}} | create secret generic key --from-literal=api-key=",
                "tls: {enabled: true, issuer: {name: internal}} | in the Secret xrouter-auth-tls",
                "networkPolicy: {enabled: false} | WARNING: networkPolicy.enabled is false",
                "ingress: {enabled: true, apiHost: a.ru} | WARNING: trustedProxies is empty",
                "{httpRoute: {enabled: true, apiHost: a.ru, parentRefs: [{name: public}]}, tls: {enabled: true, issuer: {name: internal}}} | BackendTLSPolicy for the Services xrouter-gateway.",
                "redis: {password: {value: secret}} | WARNING: secrets are inline values",
                "router: {spool: {persistent: false}} | WARNING: router.spool.persistent is false",
            })
    void saysWhatTheValuesMean(String values, String said) {
        assertThat(Chart.complete().and(values).notes()).contains(said);
        assertThat(Chart.complete().notes()).doesNotContain(said);
    }
}
