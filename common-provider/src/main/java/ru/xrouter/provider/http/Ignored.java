package ru.xrouter.provider.http;

import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import ru.xrouter.api.http.Headers;

/** Tells the caller which of its parameters could not be honoured. */
final class Ignored {
    private static final int MOST = 32;

    /** The caller chooses the names: only such as cannot harm a header are repeated. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.\\[\\]-]{1,64}");

    private Ignored() {}

    static void disclose(HttpServerResponse response, List<String> ignored) {
        if (ignored.isEmpty()) {
            return;
        }
        var names = ignored.stream()
                .filter(name -> NAME.matcher(name).matches())
                .limit(MOST)
                .collect(Collectors.joining(","));
        if (!names.isEmpty()) {
            response.putHeader(Headers.IGNORED_PARAMETERS, names);
        }
    }
}
