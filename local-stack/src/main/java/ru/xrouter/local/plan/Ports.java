package ru.xrouter.local.plan;

import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Where everything listens: the fixed ports, all moved by one offset. */
public record Ports(int offset) {
    private static final int HIGHEST_BASE_PORT = 9090;
    private static final int BETWEEN_REPLICAS = 100;
    private static final int HIGHEST_OFFSET = 65_535 - HIGHEST_BASE_PORT - BETWEEN_REPLICAS * Part.MOST_REPLICAS;

    public Ports {
        if (offset < 0 || offset > HIGHEST_OFFSET) {
            throw new IllegalArgumentException(
                    "--port-offset must be between 0 and %d, not %d".formatted(HIGHEST_OFFSET, offset));
        }
    }

    public int of(Component component) {
        return component.basePort() + offset;
    }

    public int management(Component component) {
        if (!component.isService()) {
            throw new IllegalArgumentException(component.label() + " has no management port");
        }
        return component.baseManagementPort() + offset;
    }

    /** Where a process itself listens; replicas leave the component's port to the front. */
    public int of(Part part) {
        return of(part.component()) + BETWEEN_REPLICAS * part.replica();
    }

    public int management(Part part) {
        return management(part.component()) + BETWEEN_REPLICAS * part.replica();
    }

    public URI url(Component component) {
        return URI.create("http://127.0.0.1:" + of(component));
    }

    public URI readiness(Part part) {
        return URI.create("http://127.0.0.1:%d/q/health/ready".formatted(management(part)));
    }

    /** Every port that these take, with the one that takes it; the front of replicas counts as theirs. */
    public SequencedMap<Integer, Part> taken(Collection<Part> parts) {
        var taken = new LinkedHashMap<Integer, Part>();
        for (var part : parts) {
            taken.put(of(part.component()), part);
            taken.put(of(part), part);
            if (part.component().isService()) {
                taken.put(management(part), part);
            }
        }
        return taken;
    }
}
