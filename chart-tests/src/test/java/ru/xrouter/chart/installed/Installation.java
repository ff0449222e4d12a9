package ru.xrouter.chart.installed;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import ru.xrouter.chart.render.Chart;
import ru.xrouter.chart.render.Manifest;

/**
 * The chart's objects read as a cluster would: each container's variables with the Secrets filled in, its mounts as folders of this machine, its Services
 * as ports of localhost. Nothing else is changed, and a Secret that the operator was not told to make is an error.
 */
record Installation(List<Manifest> manifests, Map<String, String> secrets, Path certificates, Path files, Ports ports) {
    private static final Pattern SERVICE = Pattern.compile("https://xrouter-([a-z]+):\\d+");

    static Installation of(Chart chart, Map<String, String> secrets, Path certificates, Path files, Ports ports) {
        return new Installation(chart.render(), secrets, certificates, files, ports);
    }

    /** What the container of this component is started with. */
    Map<String, String> environment(String component) {
        var container = container(component);
        var environment = new LinkedHashMap<String, String>();
        for (var each : container.path("env")) {
            environment.put(each.path("name").asText(), value(each));
        }
        for (var port : container.path("ports")) {
            var name = port.path("name").asText();
            environment.put(
                    name.equals("http") ? "QUARKUS_HTTP_PORT" : "QUARKUS_MANAGEMENT_PORT",
                    "" + ports.of(component, name));
        }
        return environment;
    }

    private JsonNode container(String component) {
        return manifests.stream()
                .filter(each -> each.makesPods() && each.component().equals(component))
                .flatMap(Manifest::containers)
                .findFirst()
                .orElseThrow();
    }

    private String value(JsonNode variable) {
        var reference = variable.at("/valueFrom/secretKeyRef");
        if (!reference.isMissingNode()) {
            var key = reference.path("name").asText() + "/"
                    + reference.path("key").asText();
            return Optional.ofNullable(secrets.get(key)).orElseThrow(() -> new AssertionError("no Secret " + key));
        }
        var here = variable.path("value")
                .asText()
                .replace("/etc/xrouter/tls", certificates.toString())
                .replace("/etc/xrouter/database", certificates.toString())
                .replace("/etc/xrouter/redis", certificates.toString())
                .replace("/var/lib/xrouter", files.toString());
        return SERVICE.matcher(here).replaceAll(found -> "https://localhost:" + ports.of(found.group(1), "http"));
    }
}
