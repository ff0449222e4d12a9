package ru.xrouter.local.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void listsThePortsOfTheDesign() {
        // When
        var taken = new Ports(0).taken(List.of(Component.values()));
        // Then
        assertThat(taken.keySet())
                .containsExactlyInAnyOrder(
                        5433, 6380, 8090, 8080, 9080, 8081, 9081, 8082, 9082, 8083, 9083, 8084, 9084, 8085, 9085);
        assertThat(taken).containsEntry(8080, Component.GATEWAY).containsEntry(9083, Component.BILLING);
    }

    @Test
    void movesEveryPortByTheOffset() {
        // Given
        var here = new Ports(0).taken(List.of(Component.values()));
        // When
        var moved = new Ports(10_000).taken(List.of(Component.values()));
        // Then
        assertThat(moved.keySet())
                .containsExactlyElementsOf(
                        here.keySet().stream().map(port -> port + 10_000).toList());
    }

    @Test
    void givesNoPortTwice() {
        // Given
        var services = List.of(Component.values()).stream()
                .filter(Component::isService)
                .count();
        // When
        var taken = new Ports(0).taken(List.of(Component.values()));
        // Then
        assertThat(taken).hasSize(Component.values().length + (int) services);
    }

    @Test
    void refusesAnOffsetThatLeavesTheRangeOfPorts() {
        assertThatThrownBy(() -> new Ports(56_451)).hasMessageContaining("between 0 and 56450");
        assertThatThrownBy(() -> new Ports(-1)).hasMessageContaining("--port-offset");
    }

    @Test
    void startsNothingBeforeWhatItNeeds() {
        for (var component : Component.values()) {
            assertThat(component.needs()).allSatisfy(need -> assertThat(need).isLessThan(component));
        }
    }
}
