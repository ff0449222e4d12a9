package ru.xrouter.gateway.relay;

import ru.xrouter.api.error.ApiError;

/** The request cannot be served; the error is what the client gets. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ApiError error;

    RefusedException(ApiError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    ApiError error() {
        return error;
    }
}
