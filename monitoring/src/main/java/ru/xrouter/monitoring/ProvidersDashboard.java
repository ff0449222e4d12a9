package ru.xrouter.monitoring;

import static ru.xrouter.monitoring.Panel.series;
import static ru.xrouter.monitoring.Panel.stack;

import java.util.List;

/** The providers side by side. */
final class ProvidersDashboard {
    private static final String CHOSEN = "@, provider=~\"$provider\"";

    private ProvidersDashboard() {}

    static Dashboard of() {
        return new Dashboard(
                "xrouter-providers",
                "Providers",
                "How the providers do, side by side: the place to look when answers are slow or fail.",
                List.of(
                        new Dashboard.Variable("provider", "Provider", "xrouter_router_attempts_total"),
                        new Dashboard.Variable("model", "Model", "xrouter_router_generations_total")),
                List.of(
                        Dashboard.Row.of(
                                "Reliability",
                                series("Failed attempts", Unit.SHARE, "Without the callers' own mistakes.")
                                        .query(failedShare(CHOSEN), "{{provider}}")
                                        .thresholds(0.05, 0.5)
                                        .runbook("XRouterProviderDown"),
                                stack("Failures by reason", Unit.PER_SECOND, "unreachable: our adapter is away.")
                                        .query(
                                                "sum by (provider, outcome) (rate(xrouter_router_attempts_total{%s, outcome!~\"answered|client_gone\"}[I]))"
                                                        .formatted(CHOSEN),
                                                "{{provider}} {{outcome}}")
                                        .runbook("XRouterProviderDown"),
                                series("Refused for our rate", Unit.SHARE, "429 of the provider.")
                                        .query(
                                                "sum by (provider) (rate(xrouter_router_attempts_total{%1$s, outcome=\"rate_limited\"}[I])) / sum by (provider) (rate(xrouter_router_attempts_total{%1$s}[I]))"
                                                        .formatted(CHOSEN),
                                                "{{provider}}")
                                        .thresholds(0.01, 0.05)
                                        .runbook("XRouterProviderRateLimitsUs"),
                                series("Adapters at rest", Unit.STATE, "1 while an adapter cannot be reached.")
                                        .query("max by (adapter) (xrouter_router_adapter_resting{@})", "{{adapter}}")
                                        .thresholds(0.5, 1)
                                        .runbook("XRouterBreakerOpen"),
                                series("Refused credentials", Unit.COUNT, "In the last hour.")
                                        .query(
                                                "round(sum by (provider) (increase(xrouter_router_attempts_total{%s, outcome=\"bad_credentials\"}[1h])))"
                                                        .formatted(CHOSEN),
                                                "{{provider}}")
                                        .thresholds(1, 1)
                                        .runbook("XRouterProviderCredentialsRefused")),
                        Dashboard.Row.of(
                                "Time",
                                series("To the head of an answer, median", Unit.SECONDS, "From an attempt's start.")
                                        .query(head("0.5"), "{{provider}}"),
                                series("To the head of an answer, p95", Unit.SECONDS, "From an attempt's start.")
                                        .query(head("0.95"), "{{provider}}"),
                                series("To the first part of a stream, p95", Unit.SECONDS, "At the adapter.")
                                        .query(
                                                "histogram_quantile(0.95, sum by (gen_ai_provider_name, le) (rate(gen_ai_client_operation_time_to_first_chunk_seconds_bucket{@}[I])))",
                                                "{{gen_ai_provider_name}}"),
                                series("Whole answers, p95", Unit.SECONDS, "At the adapter, by model.")
                                        .query(
                                                "histogram_quantile(0.95, sum by (gen_ai_request_model, le) (rate(gen_ai_client_operation_duration_seconds_bucket{@, gen_ai_request_model=~\"$model\", gen_ai_request_model!=\"-\"}[I])))",
                                                "{{gen_ai_request_model}}")),
                        Dashboard.Row.of(
                                "Use",
                                stack("Generations by model", Unit.REQUESTS_PER_SECOND, "That ended.")
                                        .query(
                                                "sum by (model) (rate(xrouter_router_generations_total{%s, model=~\"$model\"}[I]))"
                                                        .formatted(CHOSEN),
                                                "{{model}}"),
                                stack("Tokens by model", Unit.TOKENS_PER_SECOND, "Prompt, cached and completion.")
                                        .query(
                                                "sum by (model, type) (rate(xrouter_router_tokens_total{%s, model=~\"$model\"}[I]))"
                                                        .formatted(CHOSEN),
                                                "{{model}} {{type}}"),
                                series(
                                                "Prompts served from the cache",
                                                Unit.SHARE,
                                                "Of prompt tokens, where the provider has a cache.")
                                        .query(
                                                "sum by (provider) (rate(xrouter_router_tokens_total{%1$s, type=\"cached\"}[I])) / (sum by (provider) (rate(xrouter_router_tokens_total{%1$s, type=~\"prompt|cached\"}[I])) > 0)"
                                                        .formatted(CHOSEN),
                                                "{{provider}}"))));
    }

    static String failedShare(String where) {
        var attempts =
                "sum by (provider) (rate(xrouter_router_attempts_total{%s, outcome!~\"invalid_request|client_gone|shutdown\"}[I]))"
                        .formatted(where);
        // Where nothing failed yet there is no such counter, which is none and not unknown.
        return "(sum by (provider) (rate(xrouter_router_attempts_total{%s, outcome=~\"unavailable|unreachable|timed_out|interrupted|bad_credentials\"}[I])) or 0 * %s) / (%s > 0)"
                .formatted(where, attempts, attempts);
    }

    private static String head(String quantile) {
        return "histogram_quantile(%s, sum by (provider, le) (rate(xrouter_router_first_byte_seconds_bucket{%s}[I])))"
                .formatted(quantile, CHOSEN);
    }
}
