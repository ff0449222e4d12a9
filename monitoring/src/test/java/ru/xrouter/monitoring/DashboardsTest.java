package ru.xrouter.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Grafana expects of a dashboard file, and what we expect of a dashboard. */
class DashboardsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> UNITS = Set.of(
            "reqps", "suffix:/s", "suffix: tokens/s", "s", "percentunit", "bytes", "short", "currencyRUB", "none");
    private static final Set<String> TYPES = Set.of("row", "stat", "timeseries", "table");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");
    private static final Pattern RUNBOOK = Pattern.compile("\\$\\{runbooks}/(\\w+)\\.md");
    private static final int COLUMNS = 24;

    @BeforeAll
    static void rewriteWhenAsked() throws IOException {
        if (System.getProperty("fixtures.update") != null) {
            Dashboards.write(Checkout.DASHBOARDS);
        }
    }

    @Test
    void theChartHoldsWhatIsWrittenHere() throws IOException {
        // Given
        var expected = Dashboards.all().stream()
                .map(dashboard -> Checkout.DASHBOARDS.resolve(dashboard.uid() + ".json"))
                .sorted()
                .toList();
        // Then
        assertThat(Checkout.files(Checkout.DASHBOARDS, ".json")).isEqualTo(expected);
        for (var dashboard : Dashboards.all()) {
            assertThat(Files.readString(Checkout.DASHBOARDS.resolve(dashboard.uid() + ".json")))
                    .as("mvn test -pl monitoring -Dfixtures.update rewrites it")
                    .isEqualTo(DashboardJson.of(dashboard));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void grafanaCanShowIt(Path file) throws IOException {
        // Given
        var dashboard = JSON.readTree(file.toFile());
        var panels = panels(dashboard);
        // Then
        assertThat(file).hasFileName(dashboard.path("uid").asText() + ".json");
        assertThat(dashboard.path("uid").asText()).hasSizeLessThanOrEqualTo(40);
        assertThat(dashboard.path("title").asText()).startsWith("XRouter / ");
        assertThat(dashboard.at("/tags/0").asText()).isEqualTo("xrouter");
        assertThat(dashboard.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(36);
        assertThat(panels)
                .extracting(panel -> panel.path("id").asInt())
                .doesNotHaveDuplicates()
                .allMatch(id -> id > 0);
        assertThat(panels).extracting(panel -> panel.path("type").asText()).isSubsetOf(TYPES);
        assertNothingOverlaps(panels);
    }

    @ParameterizedTest
    @MethodSource("files")
    void eachPanelSaysWhatItShows(Path file) throws IOException {
        for (var panel : queried(JSON.readTree(file.toFile()))) {
            var title = panel.path("title").asText();
            assertThat(panel.path("description").asText()).as(title).isNotBlank();
            assertThat(panel.at("/fieldConfig/defaults/unit").asText())
                    .as(title)
                    .isIn(UNITS);
            assertThat(panel.path("targets")).as(title).isNotEmpty();
            assertThat(panel.path("targets"))
                    .extracting(target -> target.path("refId").asText())
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void usesOnlyVariablesThatItHas(Path file) throws IOException {
        // Given
        var dashboard = JSON.readTree(file.toFile());
        var known = elements(dashboard.at("/templating/list"))
                .map(variable -> variable.path("name").asText())
                .collect(Collectors.toCollection(HashSet::new));
        known.add("__rate_interval");
        known.add("__all");
        // When
        var used = VARIABLE.matcher(dashboard.toString())
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        // Then
        assertThat(known).containsAll(used);
        assertThat(known).contains("datasource", "namespace", "runbooks");
    }

    @ParameterizedTest
    @MethodSource("files")
    void linksOnlyRunbooksThatAreThere(Path file) throws IOException {
        // When
        var linked = RUNBOOK.matcher(Files.readString(file))
                .results()
                .map(match -> match.group(1))
                .toList();
        // Then
        assertThat(linked)
                .allSatisfy(name ->
                        assertThat(Checkout.RUNBOOKS.resolve(name + ".md")).isRegularFile());
    }

    @Test
    void everyRunbookIsLinkedFromSomeDashboard() throws IOException {
        // Given
        var linked = new HashSet<String>();
        for (var file : files().toList()) {
            RUNBOOK.matcher(Files.readString(file)).results().forEach(match -> linked.add(match.group(1) + ".md"));
        }
        // Then
        assertThat(Checkout.files(Checkout.RUNBOOKS, ".md"))
                .extracting(page -> Objects.requireNonNull(page.getFileName()).toString())
                .isSubsetOf(linked);
    }

    /** promtool reads no bare query, but rules: each query becomes one. */
    @Test
    void prometheusUnderstandsEveryQuery(@TempDir Path folder) throws Exception {
        // Given
        var rules = new StringBuilder("groups:\n- name: panels\n  rules:\n");
        var number = 0;
        for (var file : files().toList()) {
            for (var query : PanelQueries.of(JSON.readTree(file.toFile()))) {
                rules.append("  - record: panel:%d\n    expr: %s\n"
                        .formatted(number++, JSON.writeValueAsString(query.promql("1m", ".*"))));
            }
        }
        var file = Files.writeString(folder.resolve("panels.yaml"), rules);
        // Then
        assertThat(number).isGreaterThan(100);
        Promtool.passes(List.of("check", "rules"), List.of(file));
    }

    static Stream<Path> files() {
        return Checkout.files(Checkout.DASHBOARDS, ".json").stream();
    }

    private static List<JsonNode> panels(JsonNode dashboard) {
        return elements(dashboard.path("panels")).toList();
    }

    private static List<JsonNode> queried(JsonNode dashboard) {
        return panels(dashboard).stream()
                .filter(panel -> !"row".equals(panel.path("type").asText()))
                .toList();
    }

    private static void assertNothingOverlaps(List<JsonNode> panels) {
        var taken = new HashSet<List<Integer>>();
        for (var panel : panels) {
            var place = panel.path("gridPos");
            var right = place.path("x").asInt() + place.path("w").asInt();
            assertThat(right).isLessThanOrEqualTo(COLUMNS);
            var cells = new ArrayList<List<Integer>>();
            for (int x = place.path("x").asInt(); x < right; x++) {
                for (int y = place.path("y").asInt();
                        y < place.path("y").asInt() + place.path("h").asInt();
                        y++) {
                    cells.add(List.of(x, y));
                }
            }
            assertThat(taken).as(panel.path("title").asText()).doesNotContainAnyElementsOf(cells);
            taken.addAll(cells);
        }
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
