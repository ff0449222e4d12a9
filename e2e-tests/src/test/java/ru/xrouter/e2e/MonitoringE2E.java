package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT;
import static ru.xrouter.e2e.stack.Requests.YANDEXGPT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import ru.xrouter.e2e.stack.Eventually;
import ru.xrouter.e2e.stack.Http;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/** After real traffic and some trouble every query of every dashboard and every rule has data, but for what no local stack has. */
@OnRunningStack
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitoringE2E {
    private static final String PROMETHEUS = "xrouter.e2e.prometheus";
    private static final String INTERVAL = "5m";
    private static final Pattern METRIC =
            Pattern.compile("\\b(?:xrouter[_:]|gen_ai_client|http_server|agroal|jvm|process)[\\w:]*");

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** How long the trouble must go on before its alert fires. */
    private static final Duration FIRING = Duration.ofMinutes(1);

    private static final List<String> REQUESTS = List.of(
            "gen_ai_client_token_usage_count",
            "http_server_requests_seconds_count{job=~\".*auth.*\"}",
            "http_server_requests_seconds_count{job=~\".*billing.*\"}",
            "xrouter_router_attempts_total{outcome=\"bad_credentials\"}",
            "xrouter_router_attempts_total{outcome=\"rate_limited\"}",
            "xrouter_billing_payment_notices_total",
            "xrouter_billing_low_balance_notices_total");

    /** Parts of a query that cannot have data on a local stack, with the reason. */
    private static final Map<String, String> EMPTY_BECAUSE = Map.of(
            "cnpg_", "the local stack's PostgreSQL is not CloudNativePG's",
            "xrouter_tls_certificate_expiry_seconds", "the local stack speaks without TLS");

    private final ObjectMapper json = new ObjectMapper();
    private final Stack stack;
    private final Http prometheus;

    MonitoringE2E(Stack stack) {
        var url = System.getProperty(PROMETHEUS, "");
        if (url.isBlank()) {
            System.out.println("Skipped MonitoringE2E: the stack was started without --monitoring");
        }
        Assumptions.assumeFalse(url.isBlank(), "the stack was started without --monitoring");
        this.stack = stack;
        this.prometheus = new Http(URI.create(url), "", List.of());
    }

    @BeforeAll
    void makeTraffic() {
        // A rate needs two values, so what counts from the second request on is asked for twice.
        traffic();
        Eventually.holds(
                "Prometheus saw the first requests",
                PATIENCE,
                () -> REQUESTS.stream().noneMatch(requests -> query(requests).isEmpty()));
        traffic();
        Eventually.holds(
                "Prometheus saw the second ones, and evaluated the rules",
                PATIENCE,
                () -> REQUESTS.stream()
                                .noneMatch(requests -> query("rate(%s[%s]) > 0".formatted(requests, INTERVAL))
                                        .isEmpty())
                        && !query("xrouter:generation_error_ratio:rate3d").isEmpty()
                        && !query("xrouter:overhead_seconds:p99_5m > 0").isEmpty());
        Eventually.holds(
                "the alert of refused credentials fires",
                PATIENCE.plus(FIRING),
                () -> !query("ALERTS{alertname=\"XRouterProviderCredentialsRefused\", alertstate=\"firing\"}")
                        .isEmpty());
    }

    private void traffic() {
        var http = stack.http();
        for (int i = 0; i < 3; i++) {
            for (var model : List.of(GIGACHAT, YANDEXGPT)) {
                http.chat(Requests.plain(model, "Привет!"));
                http.post("/v1/chat/completions", Requests.streamed(model, "Привет!"));
            }
            http.chat(Requests.plain("no/such-model", "Привет!"));
            http.get("/v1/models");
            http.get("/v1/credits");
            stack.http("xr-no-such-key").get("/v1/credits");
            stack.http(stack.operators().newAccount("Monitoring").key()).get("/v1/credits");
        }
        trouble();
        payment();
        var low = stack.operators().newAccountWithoutCredit("low");
        stack.operators().topUp(low.id(), "50.00");
        stack.operators().audit();
    }

    private void trouble() {
        for (var model : List.of(GIGACHAT, YANDEXGPT)) {
            for (var refusal : List.of("status=401", "rate-limited", "status=500")) {
                stack.http().chat(Requests.plain(model, "Привет! [[sim %s]]".formatted(refusal)));
            }
        }
    }

    private void payment() {
        var operators = stack.operators();
        var account = operators.newAccountWithoutCredit("payment");
        var payment = operators
                .billing()
                .post("/internal/accounts/%s/payments".formatted(account.id()), "{\"amount\":\"250.00\"}")
                .json();
        var page = URI.create(payment.path("confirmation_url").asText());
        assertThat(stack.simulatorControl()
                        .http()
                        .post(page.getPath() + "/succeeded?" + page.getQuery(), "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void everyServiceIsScraped() {
        assertThat(query("count by (job) (up == 1)")).hasSize(6);
    }

    @Test
    void everyPanelHasDataOrAReasonWhyNot() throws IOException {
        // When
        var wrong = new TreeMap<String, String>();
        for (var dashboard : dashboards()) {
            for (var panel : dashboard.path("panels")) {
                for (var target : panel.path("targets")) {
                    var expr = target.path("expr").asText();
                    if (hasNumbers(asGrafanaSendsIt(expr)) == hasReason(expr)) {
                        wrong.put(
                                dashboard.path("title").asText() + ": "
                                        + panel.path("title").asText(),
                                expr);
                    }
                }
            }
        }
        // Then
        assertThat(wrong)
                .as("empty without a reason, or with one and not empty")
                .isEmpty();
    }

    @Test
    void everyRuleIsSoundAndReadsMetricsThatAreThereOrHaveAReason() {
        // When
        var rules = rules();
        var wrong = new TreeMap<String, String>();
        for (var rule : rules) {
            METRIC.matcher(rule.path("query").asText())
                    .results()
                    .map(match -> match.group())
                    .filter(metric -> query(metric).isEmpty() != hasReason(metric))
                    .forEach(metric -> wrong.put(metric, rule.path("name").asText()));
        }
        // Then
        assertThat(rules)
                .hasSizeGreaterThan(20)
                .allSatisfy(rule -> assertThat(rule.path("health").asText())
                        .as(rule.path("name").asText() + ": "
                                + rule.path("lastError").asText())
                        .isEqualTo("ok"));
        assertThat(wrong).as("away without a reason, or with one and there").isEmpty();
    }

    @Test
    void everyReasonIsOfSomething() throws IOException {
        var queries = Stream.concat(
                        dashboards().stream().flatMap(dashboard -> dashboard.findValuesAsText("expr").stream()),
                        rules().stream().map(rule -> rule.path("query").asText()))
                .toList();
        assertThat(EMPTY_BECAUSE.keySet()).allMatch(part -> queries.stream().anyMatch(query -> query.contains(part)));
    }

    @Test
    void labelsAreNeverWhatAClientWrote() {
        assertThat(query("{__name__=~\"xrouter_.+|gen_ai_.+\", model=~\".*no/such-model.*\"}"))
                .isEmpty();
        assertThat(query("{gen_ai_request_model=~\".*no/such-model.*\"}")).isEmpty();
        assertThat(query("count({__name__=~\"xrouter_.+|gen_ai_.+\"}) by (key_id, account_id, key, account)"))
                .hasSize(1);
    }

    private List<JsonNode> dashboards() throws IOException {
        var folder = Path.of(stack.script().toString()).resolveSibling("helm/xrouter/dashboards");
        var dashboards = new ArrayList<JsonNode>();
        try (var files = Files.list(folder)) {
            for (var file : files.sorted().toList()) {
                dashboards.add(json.readTree(file.toFile()));
            }
        }
        assertThat(dashboards).isNotEmpty();
        return dashboards;
    }

    private static String asGrafanaSendsIt(String expr) {
        return expr.replace("$__rate_interval", INTERVAL).replaceAll("\\$\\{?\\w+}?", ".*");
    }

    private static boolean hasReason(String query) {
        return EMPTY_BECAUSE.keySet().stream().anyMatch(query::contains);
    }

    /** A share of nothing is no number, and nothing is drawn of it. */
    private boolean hasNumbers(String promql) {
        return query(promql).stream()
                .anyMatch(result -> !result.at("/value/1").asText().equals("NaN"));
    }

    private List<JsonNode> rules() {
        var rules = new ArrayList<JsonNode>();
        for (var group : prometheus.get("/api/v1/rules").json().at("/data/groups")) {
            group.path("rules").forEach(rules::add);
        }
        return rules;
    }

    private List<JsonNode> query(String promql) {
        var answer = prometheus.get("/api/v1/query?query=" + URLEncoder.encode(promql, StandardCharsets.UTF_8));
        assertThat(answer.status()).as(promql + ": " + answer.body()).isEqualTo(200);
        var results = new ArrayList<JsonNode>();
        answer.json().at("/data/result").forEach(results::add);
        return results;
    }
}
