package ru.xrouter.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every alert is right, is proven to fire and to stay quiet, and says what to do. */
class RulesTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final List<String> HEADINGS = List.of("## What it means", "## What clients see", "## What to do");

    @Test
    void prometheusTakesTheRules() throws Exception {
        Promtool.passes(List.of("check", "rules"), Checkout.files(Checkout.RULES, ".yaml"));
    }

    @Test
    void alertsFireWhenTheyShouldAndOnlyThen() throws Exception {
        Promtool.passes(List.of("test", "rules"), Checkout.files(Checkout.RULE_TESTS, ".test.yaml"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("alerts")
    void hasATestThatItFiresAndOneThatItIsQuiet(String name, JsonNode alert) throws IOException {
        // When
        var tests = read(Checkout.RULE_TESTS.resolve(name + ".test.yaml")).path("tests");
        var expectations = elements(tests)
                .flatMap(test -> elements(test.path("alert_rule_test")))
                .filter(expectation -> name.equals(expectation.path("alertname").asText()))
                .map(expectation -> expectation.path("exp_alerts").size())
                .toList();
        // Then
        assertThat(expectations).as("alerts expected by each test").contains(0).anyMatch(number -> number > 0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("alerts")
    void saysHowGraveItIsAndWhatToDo(String name, JsonNode alert) throws IOException {
        // Then
        assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning");
        assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
        var runbook = Checkout.ROOT.resolve(alert.at("/annotations/runbook_url").asText());
        assertThat(runbook.getParent()).isEqualTo(Checkout.RUNBOOKS);
        assertThat(runbook).isRegularFile();
        assertThat(Files.readString(runbook)).contains(HEADINGS).contains(name);
    }

    @Test
    void everyRunbookBelongsToAnAlert() {
        // Given
        var linked = new TreeSet<Path>();
        alerts().forEach(arguments -> linked.add(Checkout.ROOT.resolve(
                ((JsonNode) arguments[1]).at("/annotations/runbook_url").asText())));
        // Then
        assertThat(Checkout.files(Checkout.RUNBOOKS, ".md")).containsExactlyElementsOf(linked);
    }

    static Stream<Object[]> alerts() {
        return Checkout.files(Checkout.RULES, ".yaml").stream()
                .map(RulesTest::read)
                .flatMap(file -> elements(file.path("groups")))
                .flatMap(group -> elements(group.path("rules")))
                .filter(rule -> rule.has("alert"))
                .map(rule -> new Object[] {rule.path("alert").asText(), rule});
    }

    /** The names of all alerts. */
    static Set<String> names() {
        var names = new TreeSet<String>();
        alerts().forEach(arguments -> names.add((String) arguments[0]));
        return names;
    }

    private static JsonNode read(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
