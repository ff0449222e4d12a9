package ru.xrouter.service.error;

import org.jspecify.annotations.Nullable;
import ru.xrouter.api.error.ApiError;

/** The JSON body of a REST call. */
public final class JsonBody {
    private JsonBody() {}

    /** The body as read; one that is empty or {@code null} ends the call with 400. */
    public static <T> T required(@Nullable T body) {
        if (body == null) {
            throw new ApiErrorException(ApiError.invalid("The body must be a JSON object.", null, "invalid_type"));
        }
        return body;
    }
}
