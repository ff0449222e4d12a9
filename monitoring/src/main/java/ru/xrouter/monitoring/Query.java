package ru.xrouter.monitoring;

/**
 * One PromQL query of a panel. {@code @} stands for the chosen namespaces, {@code [I]} for Grafana's rate interval.
 *
 * @param legend how a series is named, with labels in double braces
 */
record Query(String promql, String legend) {
    String expr() {
        return promql.replace("@", "namespace=~\"$namespace\"").replace("[I]", "[$__rate_interval]");
    }
}
