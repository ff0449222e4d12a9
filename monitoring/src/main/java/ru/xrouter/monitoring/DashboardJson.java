package ru.xrouter.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Writes a dashboard as Grafana reads it. */
final class DashboardJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int COLUMNS = 24;
    private static final int SCHEMA_VERSION = 39;
    private static final List<String> COLOURS = List.of("green", "yellow", "red");

    private int nextId = 1;

    private DashboardJson() {}

    static String of(Dashboard dashboard) {
        var indenter = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        try {
            return JSON.writer(printer).writeValueAsString(new DashboardJson().tree(dashboard)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private ObjectNode tree(Dashboard dashboard) {
        var root = JSON.createObjectNode();
        root.put("uid", dashboard.uid());
        root.put("title", "XRouter / " + dashboard.title());
        root.put("description", dashboard.description());
        root.putArray("tags").add("xrouter");
        root.put("schemaVersion", SCHEMA_VERSION);
        root.put("version", 1);
        root.put("editable", true);
        root.put("graphTooltip", 1);
        root.put("refresh", "30s");
        root.putObject("time").put("from", "now-3h").put("to", "now");
        root.put("timezone", "browser");
        links(root.putArray("links"));
        variables(root.putObject("templating").putArray("list"), dashboard.variables());
        panels(root.putArray("panels"), dashboard.rows());
        return root;
    }

    private static void links(ArrayNode links) {
        links.addObject()
                .put("title", "XRouter")
                .put("type", "dashboards")
                .put("asDropdown", false)
                .put("includeVars", true)
                .put("keepTime", true)
                .put("targetBlank", false)
                .put("icon", "external link")
                .putArray("tags")
                .add("xrouter");
    }

    private static void variables(ArrayNode list, List<Dashboard.Variable> variables) {
        list.addObject()
                .put("name", "datasource")
                .put("label", "Data source")
                .put("type", "datasource")
                .put("query", "prometheus")
                .put("refresh", 1);
        choice(list, "namespace", "Namespace", "xrouter_gateway_generations_in_flight");
        variables.forEach(variable -> choice(list, variable.name(), variable.label(), variable.metric()));
        // Where the runbooks are; the chart puts in an address that a browser reaches.
        list.addObject()
                .put("name", "runbooks")
                .put("label", "Runbooks")
                .put("type", "constant")
                .put("hide", 2)
                .put("query", "docs/operations/alerts");
    }

    private static void choice(ArrayNode list, String name, String label, String metric) {
        var variable = list.addObject()
                .put("name", name)
                .put("label", label)
                .put("type", "query")
                .put("query", "label_values(%s, %s)".formatted(metric, name))
                .put("refresh", 2)
                .put("sort", 1)
                .put("multi", true)
                .put("includeAll", true)
                .put("allValue", ".*");
        datasource(variable);
        variable.putObject("current").put("text", "All").put("value", "$__all");
    }

    private static void datasource(ObjectNode node) {
        node.putObject("datasource").put("type", "prometheus").put("uid", "${datasource}");
    }

    private void panels(ArrayNode panels, List<Dashboard.Row> rows) {
        var y = 0;
        for (var row : rows) {
            var heading = panels.addObject();
            heading.put("id", nextId++)
                    .put("type", "row")
                    .put("title", row.title())
                    .put("collapsed", false);
            position(heading, 0, y, COLUMNS, 1);
            heading.putArray("panels");
            y++;
            for (var line : Lines.of(row.panels())) {
                var width = COLUMNS / line.size();
                for (int i = 0; i < line.size(); i++) {
                    panel(panels.addObject(), line.get(i), new Place(i * width, y, width));
                }
                y += line.getFirst().kind().height();
            }
        }
    }

    private record Place(int x, int y, int width) {}

    private static void position(ObjectNode node, int x, int y, int width, int height) {
        node.putObject("gridPos").put("x", x).put("y", y).put("w", width).put("h", height);
    }

    private void panel(ObjectNode node, Panel panel, Place place) {
        node.put("id", nextId++).put("type", panel.kind().type()).put("title", panel.title());
        node.put("description", panel.description());
        datasource(node);
        position(node, place.x(), place.y(), place.width(), panel.kind().height());
        targets(node.putArray("targets"), panel);
        var defaults = node.putObject("fieldConfig").putObject("defaults");
        node.withObject("/fieldConfig").putArray("overrides");
        defaults.put("unit", panel.unit().id());
        panel.unit().decimals().ifPresent(decimals -> defaults.put("decimals", decimals));
        defaults.put("noValue", panel.kind() == Panel.Kind.TABLE ? "None" : "–");
        thresholds(defaults, panel);
        options(node.putObject("options"), defaults, panel);
        if (panel.kind() == Panel.Kind.TABLE) {
            hide(node.putArray("transformations"));
        }
        if (!panel.runbooks().isEmpty()) {
            var links = node.putArray("links");
            panel.runbooks()
                    .forEach(alert -> links.addObject()
                            .put("title", "Runbook: " + alert)
                            .put("url", "${runbooks}/" + alert + ".md")
                            .put("targetBlank", true));
        }
    }

    /** What is the same in every line of a table of series. */
    private static void hide(ArrayNode transformations) {
        var hidden = transformations
                .addObject()
                .put("id", "organize")
                .putObject("options")
                .putObject("excludeByName");
        List.of("Time", "Value", "__name__", "alertstate").forEach(column -> hidden.put(column, true));
    }

    private static void targets(ArrayNode targets, Panel panel) {
        var refId = 'A';
        for (var query : panel.queries()) {
            var target = targets.addObject();
            target.put("refId", String.valueOf(refId++)).put("expr", query.expr());
            datasource(target);
            if (panel.kind() == Panel.Kind.TABLE) {
                target.put("instant", true).put("format", "table");
            } else {
                target.put("legendFormat", query.legend());
                // A histogram's buckets remember traces that fell into them.
                target.put("exemplar", query.promql().contains("_bucket"));
            }
        }
    }

    private static void thresholds(ObjectNode defaults, Panel panel) {
        var steps = defaults.putObject("thresholds").put("mode", "absolute").putArray("steps");
        var colours = panel.lowIsBad() ? COLOURS.reversed() : COLOURS;
        steps.addObject().put("color", colours.getFirst()).putNull("value");
        for (int i = 0; i < panel.thresholds().size(); i++) {
            steps.addObject()
                    .put("color", colours.get(i + 1))
                    .put("value", panel.thresholds().get(i));
        }
        defaults.putObject("color").put("mode", panel.kind() == Panel.Kind.STAT ? "thresholds" : "palette-classic");
    }

    private static void options(ObjectNode options, ObjectNode defaults, Panel panel) {
        switch (panel.kind()) {
            case STAT -> {
                options.putObject("reduceOptions")
                        .put("values", false)
                        .putArray("calcs")
                        .add("lastNotNull");
                options.put("colorMode", "value").put("graphMode", "area");
                // A share of no requests is no number.
                var noNumber = defaults.putArray("mappings").addObject().put("type", "special");
                noNumber.putObject("options")
                        .put("match", "nan")
                        .putObject("result")
                        .put("text", "–")
                        .put("index", 0);
            }
            case SERIES, STACK -> {
                options.putObject("legend")
                        .put("displayMode", "table")
                        .put("placement", "bottom")
                        .putArray("calcs")
                        .add("mean")
                        .add("max");
                options.putObject("tooltip").put("mode", "multi").put("sort", "desc");
                var custom = defaults.putObject("custom");
                custom.put("lineWidth", 1)
                        .put("fillOpacity", panel.kind() == Panel.Kind.STACK ? 30 : 8)
                        .put("showPoints", "never");
                custom.putObject("stacking").put("mode", panel.kind() == Panel.Kind.STACK ? "normal" : "none");
                custom.putObject("thresholdsStyle")
                        .put("mode", panel.thresholds().isEmpty() ? "off" : "dashed");
                if (panel.mayBeNegative()) {
                    // The line between gain and loss is always to be seen.
                    custom.put("axisSoftMin", 0).put("axisSoftMax", 0);
                } else {
                    defaults.put("min", 0);
                }
            }
            case TABLE -> options.put("showHeader", true);
        }
    }
}
