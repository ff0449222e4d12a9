package ru.xrouter.local.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {
    private static final List<Part> ONCE =
            Arrays.stream(Component.values()).map(Part::only).toList();

    @Test
    void listsThePortsOfTheDesign() {
        // When
        var taken = new Ports(0).taken(ONCE);
        // Then
        assertThat(taken.keySet())
                .containsExactlyInAnyOrder(
                        5433, 6380, 8090, 8080, 9080, 8081, 9081, 8082, 9082, 8083, 9083, 8084, 9084, 8085, 9085, 9090);
        assertThat(taken)
                .containsEntry(8080, Part.only(Component.GATEWAY))
                .containsEntry(9083, Part.only(Component.BILLING));
    }

    @Test
    void movesEveryPortByTheOffset() {
        // Given
        var here = new Ports(0).taken(ONCE);
        // When
        var moved = new Ports(10_000).taken(ONCE);
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
        var taken = new Ports(0).taken(ONCE);
        // Then
        assertThat(taken).hasSize(Component.values().length + (int) services);
    }

    @Test
    void givesReplicasPortsOfTheirOwnAndTheirFrontTheServices() {
        // Given
        var parts = Part.of(Component.GATEWAY, 2).toList();
        // When
        var taken = new Ports(10_000).taken(parts);
        // Then
        assertThat(taken.keySet()).containsExactlyInAnyOrder(18_080, 18_180, 19_180, 18_280, 19_280);
        assertThat(parts).extracting(Part::label).containsExactly("gateway-service-1", "gateway-service-2");
    }

    @Test
    void givesNoPortTwiceToReplicas() {
        var replicas = Part.all().filter(Part::isReplica).toList();
        assertThat(new Ports(0).taken(replicas)).hasSize(2 * replicas.size() + 6);
    }

    @Test
    void refusesAnOffsetThatLeavesTheRangeOfPorts() {
        assertThatThrownBy(() -> new Ports(55_946)).hasMessageContaining("between 0 and 55945");
        assertThatThrownBy(() -> new Ports(-1)).hasMessageContaining("--port-offset");
    }

    @Test
    void startsNothingBeforeWhatItNeeds() {
        for (var component : Component.values()) {
            assertThat(component.needs()).allSatisfy(need -> assertThat(need).isLessThan(component));
        }
    }
}
