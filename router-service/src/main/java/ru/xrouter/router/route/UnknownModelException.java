package ru.xrouter.router.route;

/** The request's {@code model} is neither a model nor an alias. */
public final class UnknownModelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String model;

    UnknownModelException(String model) {
        super("Unknown model", null, false, false);
        this.model = model;
    }

    public String model() {
        return model;
    }
}
