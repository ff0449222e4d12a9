package ru.xrouter.router.hold;

import ru.xrouter.api.error.ApiError;

/** The generation is not admitted; the error says why, for the caller. */
public final class HoldRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ApiError error;

    HoldRefusedException(ApiError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    public ApiError error() {
        return error;
    }
}
