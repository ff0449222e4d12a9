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
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import ru.xrouter.e2e.stack.Eventually;
import ru.xrouter.e2e.stack.Http;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/** After real traffic every query of every dashboard and every rule has data, or a reason why it has none. */
@OnRunningStack
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitoringE2E {
    private static final String PROMETHEUS = "xrouter.e2e.prometheus";
    private static final String INTERVAL = "5m";
    private static final Pattern METRIC =
            Pattern.compile("\\b(?:xrouter[_:]|gen_ai_client|http_server|agroal|jvm|process)[\\w:]*");

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final List<String> REQUESTS = List.of(
            "gen_ai_client_token_usage_count",
            "http_server_requests_seconds_count{job=~\".*auth.*\"}",
            "http_server_requests_seconds_count{job=~\".*billing.*\"}");

    /** Parts of a query that has no data on a stack without trouble, with the reason. */
    private static final Map<String, String> EMPTY_BECAUSE = Map.of(
            "xrouter_billing_payment_notices", "no payment provider is there to tell of payments",
            "xrouter_billing_low_balance_notices", "no account need have run low",
            "cnpg_", "the local stack's PostgreSQL is not CloudNativePG's",
            "error_type!=\"\"", "no call of a provider need have failed",
            "outcome=\"bad_credentials\"", "no provider refused our credentials",
            "outcome=\"rate_limited\"", "no provider refused our rate",
            "outcome!~\"answered|client_gone\"", "no attempt need have failed",
            "xrouter_tls_certificate_expiry_seconds", "the local stack speaks without TLS",
            "ALERTS", "nothing is wrong");

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
                                .noneMatch(requests -> query("rate(%s[1m]) > 0".formatted(requests))
                                        .isEmpty())
                        && !query("xrouter:generation_error_ratio:rate3d").isEmpty()
                        && !query("xrouter:overhead_seconds:p99_5m > 0").isEmpty());
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
        stack.operators().audit();
    }

    @Test
    void everyServiceIsScraped() {
        assertThat(query("count by (job) (up == 1)")).hasSize(6);
    }

    @Test
    void everyPanelHasData() throws IOException {
        // When
        var empty = new TreeMap<String, String>();
        for (var dashboard : dashboards()) {
            for (var panel : dashboard.path("panels")) {
                for (var target : panel.path("targets")) {
                    var expr = target.path("expr").asText();
                    if (query(asGrafanaSendsIt(expr)).isEmpty() && noReason(expr)) {
                        empty.put(
                                dashboard.path("title").asText() + ": "
                                        + panel.path("title").asText(),
                                expr);
                    }
                }
            }
        }
        // Then
        assertThat(empty).isEmpty();
    }

    @Test
    void everyRuleIsSoundAndReadsMetricsThatAreThere() {
        // When
        var rules = rules();
        var without = new TreeMap<String, String>();
        for (var rule : rules) {
            METRIC.matcher(rule.path("query").asText())
                    .results()
                    .map(match -> match.group())
                    .filter(metric -> query(metric).isEmpty() && noReason(metric))
                    .forEach(metric -> without.put(metric, rule.path("name").asText()));
        }
        // Then
        assertThat(rules)
                .hasSizeGreaterThan(20)
                .allSatisfy(rule -> assertThat(rule.path("health").asText())
                        .as(rule.path("name").asText() + ": "
                                + rule.path("lastError").asText())
                        .isEqualTo("ok"));
        assertThat(without).isEmpty();
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

    private static boolean noReason(String query) {
        return EMPTY_BECAUSE.keySet().stream().noneMatch(query::contains);
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
