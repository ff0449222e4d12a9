package ru.xrouter.local.plan;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One process of the stack: a component, or one of a service's replicas.
 *
 * @param replica counted from 1; 0 for a component that runs once
 */
public record Part(Component component, int replica) {
    public static final int MOST_REPLICAS = 5;

    /** A component that runs once. */
    public static Part only(Component component) {
        return new Part(component, 0);
    }

    /** A component's processes; what is no service of ours runs once, however many replicas are wanted. */
    static Stream<Part> of(Component component, int replicas) {
        return component.isService() && replicas > 1
                ? IntStream.rangeClosed(1, replicas).mapToObj(replica -> new Part(component, replica))
                : Stream.of(only(component));
    }

    /** Name in paths, logs and commands. */
    public String label() {
        return isReplica() ? component.label() + "-" + replica : component.label();
    }

    /** Whether it stands behind the front. */
    public boolean isReplica() {
        return replica > 0;
    }

    public static Optional<Part> labelled(String label) {
        return all().filter(part -> part.label().equals(label)).findFirst();
    }

    /** Every part that a stack can have, in the order in which they start. */
    public static Stream<Part> all() {
        return Arrays.stream(Component.values())
                .flatMap(component -> Stream.concat(
                        Stream.of(only(component)),
                        component.isService() ? of(component, MOST_REPLICAS) : Stream.of()));
    }
}
