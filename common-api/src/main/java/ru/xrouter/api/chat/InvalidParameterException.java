package ru.xrouter.api.chat;

import org.jspecify.annotations.Nullable;
import ru.xrouter.api.error.ApiError;

/**
 * The request holds a value that cannot be served; the message is written for the caller. What it repeats of the
 * caller's own text is cut, so that an error is never as long as the request.
 */
public final class InvalidParameterException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final int LONGEST_MESSAGE = 500;
    private static final int LONGEST_PARAM = 200;

    private final @Nullable String param;
    private final String code;

    public InvalidParameterException(@Nullable String param, String code, String message) {
        super(cut(message, LONGEST_MESSAGE), null, false, false);
        this.param = param == null ? null : cut(param, LONGEST_PARAM);
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

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        var end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
        return text.substring(0, end) + "…";
    }

    public ApiError toApiError() {
        return ApiError.invalid(text(), param, code);
    }
}
