package ru.xrouter.gateway.relay;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.error.ApiError;

/**
 * What the head of a generation's request says about its body.
 *
 * @param length in bytes; 0 when not told
 */
record RequestHead(boolean gzip, long length, @Nullable ApiError refusal) {
    private static final String JSON = "application/json";

    static RequestHead read(MultiMap headers, long largestBody) {
        var encoding = headers.get(HttpHeaders.CONTENT_ENCODING);
        var gzip = "gzip".equalsIgnoreCase(encoding);
        var length = length(headers.get(HttpHeaders.CONTENT_LENGTH));
        return new RequestHead(gzip, length, refusal(headers, gzip ? null : encoding, length, largestBody));
    }

    private static @Nullable ApiError refusal(
            MultiMap headers, @Nullable String encoding, long length, long largestBody) {
        if (!isJson(headers.get(HttpHeaders.CONTENT_TYPE))) {
            return ApiError.unsupportedMediaType("Send the request with content-type application/json.");
        }
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return ApiError.unsupportedMediaType("A request body may have content-encoding gzip or none.");
        }
        return length > largestBody ? tooLarge(largestBody) : null;
    }

    static ApiError tooLarge(long largestBody) {
        return ApiError.tooLarge("The request body is larger than %d bytes.".formatted(largestBody));
    }

    /** A missing type is taken for JSON, as many clients send none. */
    private static boolean isJson(@Nullable String type) {
        if (type == null || type.equals(JSON)) {
            return true;
        }
        var end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end))
                .strip()
                .toLowerCase(Locale.ROOT)
                .equals(JSON);
    }

    private static long length(@Nullable String header) {
        try {
            return header == null ? 0 : Long.parseLong(header);
        } catch (NumberFormatException _) {
            // The HTTP server refuses such a request before us; what is counted in the end is the body itself.
            return 0;
        }
    }
}
