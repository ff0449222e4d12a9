package ru.xrouter.monitoring;

import static ru.xrouter.monitoring.Panel.series;
import static ru.xrouter.monitoring.Panel.stack;

import java.util.List;

/** Our side of each provider. */
final class AdaptersDashboard {
    private static final String CHOSEN =
            "@, gen_ai_provider_name=~\"$gen_ai_provider_name\", gen_ai_request_model=~\"$gen_ai_request_model\"";
    private static final String PROVIDER = "@, gen_ai_provider_name=~\"$gen_ai_provider_name\"";

    private AdaptersDashboard() {}

    static Dashboard of() {
        return new Dashboard(
                "xrouter-adapters",
                "Adapters",
                "Calls of the providers by the OpenTelemetry conventions for generative AI, credentials, and the processes.",
                List.of(
                        new Dashboard.Variable(
                                "gen_ai_provider_name", "Provider", "gen_ai_client_operation_duration_seconds_count"),
                        new Dashboard.Variable(
                                "gen_ai_request_model", "Model", "gen_ai_client_operation_duration_seconds_count")),
                List.of(
                        Dashboard.Row.of(
                                "Calls",
                                stack("By operation", Unit.REQUESTS_PER_SECOND, "By what is asked of the provider.")
                                        .query(
                                                "sum by (gen_ai_provider_name, gen_ai_operation_name) (rate(gen_ai_client_operation_duration_seconds_count{%s}[I]))"
                                                        .formatted(CHOSEN),
                                                "{{gen_ai_provider_name}} {{gen_ai_operation_name}}"),
                                stack("Failed by reason", Unit.REQUESTS_PER_SECOND, "cancelled: the client left.")
                                        .query(
                                                "sum by (gen_ai_provider_name, error_type) (rate(gen_ai_client_operation_duration_seconds_count{%s, error_type!=\"\"}[I]))"
                                                        .formatted(CHOSEN),
                                                "{{gen_ai_provider_name}} {{error_type}}")
                                        .runbook("XRouterProviderDown"),
                                series("Duration, p95", Unit.SECONDS, "From a call to the end of its answer.")
                                        .query(
                                                p95("gen_ai_client_operation_duration_seconds"),
                                                "{{gen_ai_request_model}}"),
                                series("To the first part, p95", Unit.SECONDS, "Of streamed answers.")
                                        .query(
                                                p95("gen_ai_client_operation_time_to_first_chunk_seconds"),
                                                "{{gen_ai_request_model}}"),
                                stack("Tokens", Unit.TOKENS_PER_SECOND, "As the provider counts them.")
                                        .query(
                                                "sum by (gen_ai_request_model, gen_ai_token_type) (rate(gen_ai_client_token_usage_sum{%s}[I]))"
                                                        .formatted(CHOSEN),
                                                "{{gen_ai_request_model}} {{gen_ai_token_type}}"),
                                series("Tokens of a call, median", Unit.COUNT, "By model.")
                                        .query(
                                                "histogram_quantile(0.5, sum by (gen_ai_request_model, gen_ai_token_type, le) (rate(gen_ai_client_token_usage_bucket{%s}[I])))"
                                                        .formatted(CHOSEN),
                                                "{{gen_ai_request_model}} {{gen_ai_token_type}}")),
                        Dashboard.Row.of(
                                "Places and credentials",
                                series("Running", Unit.COUNT, "Calls under way.")
                                        .query(
                                                "xrouter_provider_calls_running{%s}".formatted(PROVIDER),
                                                "{{gen_ai_provider_name}} {{pod}}"),
                                series(
                                                "Waiting",
                                                Unit.COUNT,
                                                "Calls that wait because the provider allows no more at the same time.")
                                        .query(
                                                "xrouter_provider_calls_waiting{%s}".formatted(PROVIDER),
                                                "{{gen_ai_provider_name}} {{pod}}")
                                        .thresholds(1, 50),
                                series(
                                                "Access token good for",
                                                Unit.SECONDS,
                                                "0 before the first call, and when none can be had. Lines come down and jump up again.")
                                        .query(
                                                "xrouter_provider_credential_expiry_seconds{%s}".formatted(PROVIDER),
                                                "{{gen_ai_provider_name}} {{pod}}")
                                        .runbook("XRouterProviderCredentialExpires"),
                                stack("Fetches of tokens", Unit.COUNT, "In an hour.")
                                        .query(
                                                "round(sum by (gen_ai_provider_name, outcome) (increase(xrouter_provider_token_refreshes_total{%s}[1h])))"
                                                        .formatted(PROVIDER),
                                                "{{gen_ai_provider_name}} {{outcome}}")
                                        .runbook("XRouterProviderCredentialExpires"),
                                series("Certificates good for", Unit.SECONDS, "The first of each store to end.")
                                        .query(
                                                "min by (name, use) (xrouter_tls_certificate_expiry_seconds{@})",
                                                "{{name}} {{use}}")
                                        .floor(2 * 86_400, 14 * 86_400)
                                        .runbook("XRouterCertificateExpires")),
                        ProcessRow.of("gigachat|yandexgpt")));
    }

    private static String p95(String histogram) {
        // What is asked of no model, such as the list of models, has "-" for one.
        return "histogram_quantile(0.95, sum by (gen_ai_request_model, le) (rate(%s_bucket{%s, gen_ai_request_model!=\"-\"}[I])))"
                .formatted(histogram, CHOSEN);
    }
}
