package ru.xrouter.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The queries of a dashboard file, as Grafana would send them. */
final class PanelQueries {
    private PanelQueries() {}

    /** One query of one panel. */
    record PanelQuery(String panel, String expr) {
        /** @param all what the variables are replaced by */
        String promql(String interval, String all) {
            return expr.replace("$__rate_interval", interval).replaceAll("\\$\\{?\\w+}?", all);
        }
    }

    static List<PanelQuery> of(JsonNode dashboard) {
        var queries = new ArrayList<PanelQuery>();
        for (var panel : dashboard.path("panels")) {
            for (var target : panel.path("targets")) {
                queries.add(new PanelQuery(
                        panel.path("title").asText(), target.path("expr").asText()));
            }
        }
        return queries;
    }
}
