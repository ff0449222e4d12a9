package ru.xrouter.local.run;

import java.util.List;

/** Something could not be started; the message and details are meant for the person at the terminal. */
public final class StartFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> details;

    public StartFailedException(String message, List<String> details) {
        super(message);
        this.details = List.copyOf(details);
    }

    public List<String> details() {
        return details;
    }
}
