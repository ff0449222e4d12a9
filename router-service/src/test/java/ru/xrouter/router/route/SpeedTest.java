package ru.xrouter.router.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import ru.xrouter.router.catalogue.Endpoint;
import ru.xrouter.router.catalogue.TestCatalogue;
import ru.xrouter.router.health.Health;
import ru.xrouter.router.health.HealthForTests;
import ru.xrouter.router.peek.RequestReader;

/** Alpha comes before Beta in the catalogue. */
class SpeedTest {
    private static final String MODEL = "both/shared";
    private static final String ALPHA = "Alpha";
    private static final String BETA = "Beta";

    private final HealthForTests seen = new HealthForTests();

    private List<String> order(String sort, boolean stream) {
        return order(sort, stream, seen.health());
    }

    private static List<String> order(String sort, boolean stream, Health health) {
        var body = "{\"model\":\"%s\",\"stream\":%s,\"provider\":{\"sort\":\"%s\"}}".formatted(MODEL, stream, sort);
        var peek = RequestReader.read(Endpoint.CHAT, body.getBytes(StandardCharsets.UTF_8));
        return RoutePlanner.plan(TestCatalogue.catalogue(), peek, List.of(), health).offers().stream()
                .map(offer -> offer.candidate().provider())
                .toList();
    }

    @Test
    void putsTheSoonestFirst() {
        seen.whole(MODEL, ALPHA, 5, 900).whole(MODEL, BETA, 5, 300);
        assertThat(order("latency", false)).containsExactly(BETA, ALPHA);
    }

    @Test
    void comparesStreamedAnswersByTheirFirstTokens() {
        seen.whole(MODEL, ALPHA, 5, 100).whole(MODEL, BETA, 5, 300);
        seen.streamed(MODEL, ALPHA, 5, 900).streamed(MODEL, BETA, 5, 30);
        assertThat(order("latency", true)).containsExactly(BETA, ALPHA);
        assertThat(order("latency", false)).containsExactly(ALPHA, BETA);
    }

    @Test
    void putsTheFastestFirst() {
        seen.generated(MODEL, ALPHA, 5, 100, 2000).generated(MODEL, BETA, 5, 100, 1000);
        assertThat(order("throughput", true)).containsExactly(BETA, ALPHA);
    }

    @Test
    void leavesEqualsAndTheUnknownInTheCataloguesOrder() {
        assertThat(order("latency", false)).containsExactly(ALPHA, BETA);
        assertThat(order("throughput", false)).containsExactly(ALPHA, BETA);
        seen.whole(MODEL, ALPHA, 5, 300).whole(MODEL, BETA, 5, 300);
        assertThat(order("latency", false)).containsExactly(ALPHA, BETA);
    }

    @Test
    void triesWhoIsUnknownFirstAndWhoFailsLast() {
        // Given
        seen.whole(MODEL, ALPHA, 100, 10).whole(MODEL, BETA, 4, 900);
        // Then
        assertThat(order("latency", false)).containsExactly(BETA, ALPHA);
        // When
        seen.failed(MODEL, BETA, 1);
        // Then
        assertThat(order("latency", false)).containsExactly(ALPHA, BETA);
    }

    @Test
    void takesWhoFailsEverySecondTimeForSlow() {
        seen.whole(MODEL, ALPHA, 10, 10).failed(MODEL, ALPHA, 10).whole(MODEL, BETA, 10, 900);
        assertThat(order("latency", false)).containsExactly(BETA, ALPHA);
    }
}
