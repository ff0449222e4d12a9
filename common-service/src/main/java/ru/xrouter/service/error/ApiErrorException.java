package ru.xrouter.service.error;

import ru.xrouter.api.error.ApiError;

/** Ends a REST call with an error that the caller may see. */
public final class ApiErrorException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ApiError error;

    public ApiErrorException(ApiError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    public ApiError error() {
        return error;
    }
}
