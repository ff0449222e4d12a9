package ru.xrouter.monitoring;

import java.util.ArrayList;
import java.util.List;

/**
 * One panel: what it shows, in which unit, from when on it is yellow and red, and which alert's runbook explains it.
 *
 * @param thresholds where the colour changes, twice; none when no value is good or bad by itself
 * @param lowIsBad from red over yellow to green, and not the other way
 */
record Panel(
        Kind kind,
        String title,
        String description,
        Unit unit,
        List<Query> queries,
        List<Double> thresholds,
        boolean lowIsBad,
        List<String> runbooks) {
    /** How a panel shows its values. */
    enum Kind {
        STAT("stat", 8, 4),
        SERIES("timeseries", 4, 8),
        STACK("timeseries", 4, 8),
        TABLE("table", 1, 7);

        private final String type;
        private final int inALine;
        private final int height;

        Kind(String type, int inALine, int height) {
            this.type = type;
            this.inALine = inALine;
            this.height = height;
        }

        String type() {
            return type;
        }

        /** How many fit beside each other. */
        int inALine() {
            return inALine;
        }

        int height() {
            return height;
        }
    }

    static Panel stat(String title, Unit unit, String promql, String description) {
        return new Panel(
                Kind.STAT, title, description, unit, List.of(new Query(promql, "")), List.of(), false, List.of());
    }

    static Panel series(String title, Unit unit, String description) {
        return new Panel(Kind.SERIES, title, description, unit, List.of(), List.of(), false, List.of());
    }

    static Panel stack(String title, Unit unit, String description) {
        return new Panel(Kind.STACK, title, description, unit, List.of(), List.of(), false, List.of());
    }

    static Panel table(String title, Unit unit, String promql, String description) {
        return new Panel(
                Kind.TABLE, title, description, unit, List.of(new Query(promql, "")), List.of(), false, List.of());
    }

    Panel query(String promql, String legend) {
        var more = new ArrayList<>(queries);
        more.add(new Query(promql, legend));
        return new Panel(kind, title, description, unit, List.copyOf(more), thresholds, lowIsBad, runbooks);
    }

    /** The usual quantiles of a histogram. */
    Panel quantiles(String histogram, String labels) {
        var panel = this;
        for (var quantile : new String[] {"0.5", "0.95", "0.99"}) {
            panel = panel.query(
                    "histogram_quantile(%s, sum by (le) (rate(%s_bucket{%s}[I])))"
                            .formatted(quantile, histogram, labels),
                    "p" + quantile.substring(2).replaceFirst("^5$", "50"));
        }
        return panel;
    }

    Panel thresholds(double yellow, double red) {
        return new Panel(kind, title, description, unit, queries, List.of(yellow, red), false, runbooks);
    }

    /** The value that is yellow from below, and the one from which on all is well. */
    Panel floor(double yellow, double green) {
        return new Panel(kind, title, description, unit, queries, List.of(yellow, green), true, runbooks);
    }

    /** Whether values below 0 are to be seen. */
    boolean mayBeNegative() {
        return lowIsBad && thresholds.getLast() <= 0;
    }

    Panel runbook(String alert) {
        var more = new ArrayList<>(runbooks);
        more.add(alert);
        return new Panel(kind, title, description, unit, queries, thresholds, lowIsBad, List.copyOf(more));
    }
}
