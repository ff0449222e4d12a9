package ru.xrouter.router.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import ru.xrouter.router.catalogue.TestCatalogue;
import ru.xrouter.router.health.HealthForTests;

class StatusPageTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static JsonNode page(HealthForTests seen, Set<String> away) throws IOException {
        return JSON.readTree(new StatusPage(
                        TestCatalogue.catalogue(),
                        seen.health(),
                        away::contains,
                        Duration.ofMinutes(5),
                        Instant.parse("2026-11-26T04:00:00.5Z"))
                .bytes());
    }

    private static JsonNode of(JsonNode list, String id) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(each -> each.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void saysOfProvidersAndTheirModelsHowTheyAreDoing() throws IOException {
        // Given
        var seen = new HealthForTests()
                .whole("alpha/cheap", "Alpha", 98, 100)
                .failed("alpha/cheap", "Alpha", 2)
                .streamed("both/shared", "Alpha", 10, 40)
                .generated("both/shared", "Alpha", 5, 30, 1000);
        // When
        var page = page(seen, Set.of());
        // Then
        assertThat(page.path("object").asText()).isEqualTo("list");
        assertThat(page.path("window_seconds").asInt()).isEqualTo(300);
        assertThat(page.path("updated_at").asText()).isEqualTo("2026-11-26T04:00:00Z");
        var alpha = of(page.path("data"), "alpha");
        assertThat(alpha.path("name").asText()).isEqualTo("Alpha");
        assertThat(alpha.path("status").asText()).isEqualTo("operational");
        assertThat(alpha.path("error_rate").asText()).isEqualTo("0.017");
        assertThat(alpha.at("/latency_ms/p50").asInt()).isBetween(100, 115);
        assertThat(alpha.at("/time_to_first_token_ms/p99").asInt()).isBetween(40, 46);
        assertThat(alpha.path("tokens_per_second").asDouble()).isBetween(26.0, 30.0);
        var cheap = of(alpha.path("models"), "alpha/cheap");
        assertThat(cheap.path("error_rate").asText()).isEqualTo("0.02");
        assertThat(cheap.path("time_to_first_token_ms").isNull()).isTrue();
        assertThat(of(alpha.path("models"), "both/shared").path("latency_ms").isNull())
                .isTrue();
    }

    @Test
    void tellsNobodyHowMuchIsCalled() throws IOException {
        var page = page(new HealthForTests().whole("alpha/cheap", "Alpha", 7654, 100), Set.of());
        assertThat(page.toString()).doesNotContain("7654");
    }

    @Test
    void knowsWhoFailsAndWhoIsAway() throws IOException {
        // Given
        var seen = new HealthForTests()
                .whole("alpha/cheap", "Alpha", 9, 100)
                .failed("alpha/cheap", "Alpha", 1)
                .whole("beta/dear", "Beta", 1, 100)
                .failed("beta/dear", "Beta", 9);
        // When
        var data = page(seen, Set.of("gone")).path("data");
        // Then
        assertThat(of(data, "alpha").path("status").asText()).isEqualTo("degraded");
        assertThat(of(data, "beta").path("status").asText()).isEqualTo("down");
        assertThat(of(of(data, "beta").path("models"), "both/shared")
                        .path("status")
                        .asText())
                .isEqualTo("unknown");
        var gone = of(data, "gone");
        assertThat(gone.path("status").asText()).isEqualTo("down");
        assertThat(gone.path("error_rate").isNull()).isTrue();
    }

    @Test
    void makesNothingOfAFewFailures() throws IOException {
        var seen = new HealthForTests().whole("alpha/cheap", "Alpha", 1, 100).failed("alpha/cheap", "Alpha", 1);
        assertThat(of(page(seen, Set.of()).path("data"), "alpha").path("status").asText())
                .isEqualTo("operational");
    }
}
