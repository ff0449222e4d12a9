package ru.xrouter.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import ru.xrouter.chart.render.Chart;
import ru.xrouter.chart.render.Manifest;

/** What the chart makes of the dashboards and rules besides copies. */
class MonitoringTest {
    private static final Chart ON =
            Chart.complete().and("monitoring: {rules: {enabled: true}, dashboards: {enabled: true}}");

    @Test
    void alertsAndDashboardsLinkTheRunbooksWhereTheOperatorHasThem() {
        // When
        var manifests = ON.and("monitoring: {runbooks: 'https://wiki.example.ru/xrouter'}").render().stream()
                .filter(each -> each.is("PrometheusRule") || each.name().contains("-dashboard-"))
                .toList();
        // Then
        assertThat(manifests)
                .hasSizeGreaterThan(10)
                .allSatisfy(manifest -> assertThat(manifest.tree().toString())
                        .as(manifest.id())
                        .doesNotContain("docs/operations/alerts"));
        assertThat(manifests.stream()
                        .filter(each -> each.is("PrometheusRule"))
                        .flatMap(each -> Manifest.elements(each.at("/spec/groups")))
                        .flatMap(group -> Manifest.elements(group.path("rules")))
                        .filter(rule -> rule.has("alert"))
                        .map(rule -> rule.at("/annotations/runbook_url").asText()))
                .isNotEmpty()
                .allMatch(url -> url.matches("https://wiki\\.example\\.ru/xrouter/XRouter\\w+\\.md"));
        assertThat(manifests.stream().filter(each -> each.name().endsWith("-dashboard-xrouter-overview")))
                .hasSize(1)
                .allMatch(each -> each.tree().toString().contains("https://wiki.example.ru/xrouter"));
    }
}
