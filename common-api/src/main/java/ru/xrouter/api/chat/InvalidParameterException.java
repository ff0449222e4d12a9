package ru.xrouter.api.chat;

import org.jspecify.annotations.Nullable;
import ru.xrouter.api.error.ApiError;

/** The request holds a value that cannot be served; the message is written for the caller. */
public final class InvalidParameterException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final @Nullable String param;
    private final String code;

    public InvalidParameterException(@Nullable String param, String code, String message) {
        super(message, null, false, false);
        this.param = param;
        this.code = code;
    }

    public @Nullable String param() {
        return param;
    }

    public String code() {
        return code;
    }

    public String text() {
        return String.valueOf(getMessage());
    }

    public ApiError toApiError() {
        return ApiError.invalid(text(), param, code);
    }
}
