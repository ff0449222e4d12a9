package ru.xrouter.monitoring;

import java.util.List;

/**
 * One dashboard.
 *
 * @param uid also the name of its file
 * @param variables labels to choose by, besides the namespace
 */
record Dashboard(String uid, String title, String description, List<Variable> variables, List<Row> rows) {
    /** Panels under one heading. */
    record Row(String title, List<Panel> panels) {
        static Row of(String title, Panel... panels) {
            return new Row(title, List.of(panels));
        }
    }

    /** A label to choose by, with the metric that knows its values. */
    record Variable(String name, String label, String metric) {}
}
