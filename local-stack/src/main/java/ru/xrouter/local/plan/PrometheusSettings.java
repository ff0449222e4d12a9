package ru.xrouter.local.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What Prometheus is told: to ask every service's processes once a second, and to watch by the chart's rules. */
public record PrometheusSettings(Ports ports, List<Part> parts, Path rules) {
    public String yaml() {
        return """
                global:
                  scrape_interval: 1s
                  evaluation_interval: 5s
                rule_files:
                  - '%s/*.yaml'
                scrape_configs:
                %s
                """.formatted(rules, targets());
    }

    private String targets() {
        return parts.stream()
                .map(Part::component)
                .filter(Component::isService)
                .distinct()
                .map(service -> """
                        - job_name: %s
                          metrics_path: /q/metrics
                          static_configs:
                        %s""".formatted(service.label(), processes(service))
                        .indent(2)
                        .stripTrailing())
                .collect(Collectors.joining("\n"));
    }

    private String processes(Component service) {
        return parts.stream()
                .filter(part -> part.component() == service)
                .map(part -> """
                        - targets: ['127.0.0.1:%d']
                          labels: {namespace: local, pod: %s}""".formatted(ports.management(part), part.label())
                        .indent(4)
                        .stripTrailing())
                .collect(Collectors.joining("\n"));
    }
}
