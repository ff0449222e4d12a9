package ru.xrouter.local.plan;

import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Where everything listens: the fixed ports, all moved by one offset. */
public record Ports(int offset) {
    private static final int HIGHEST_BASE_PORT = 9085;
    private static final int HIGHEST_OFFSET = 65_535 - HIGHEST_BASE_PORT;

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

    public URI url(Component component) {
        return URI.create("http://127.0.0.1:" + of(component));
    }

    public URI readiness(Component component) {
        return URI.create("http://127.0.0.1:%d/q/health/ready".formatted(management(component)));
    }

    /** Every port that these components take, with the component that takes it. */
    public SequencedMap<Integer, Component> taken(Collection<Component> components) {
        var taken = new LinkedHashMap<Integer, Component>();
        for (var component : components) {
            taken.put(of(component), component);
            if (component.isService()) {
                taken.put(management(component), component);
            }
        }
        return taken;
    }
}
