package ru.xrouter.simulator.served;

import java.util.Locale;

/** How a request ended: answered in full, left by its client, or refused or broken by the simulator. */
public enum Outcome {
    /** The whole answer was sent. */
    COMPLETED,
    /** The client left before the end of the answer. */
    CANCELLED,
    /** The simulator answered an error or broke the answer off, as a rule or a knob said. */
    FAILED;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    String wireName() {
        return wireName;
    }
}
