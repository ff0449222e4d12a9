package ru.xrouter.gateway.api;

import ru.xrouter.api.error.ApiError;

/** There is nothing to show; the error is what the client gets. */
final class ReadingRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ApiError error;

    ReadingRefusedException(ApiError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    ApiError error() {
        return error;
    }
}
