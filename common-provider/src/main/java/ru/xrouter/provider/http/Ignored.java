package ru.xrouter.provider.http;

import io.vertx.core.http.HttpServerResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import ru.xrouter.api.http.Headers;

/** Tells the caller which of its parameters could not be honoured. */
final class Ignored {
    private static final int MOST = 32;
    private static final int LONGEST = 64;
    private static final String MORE = "...";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.\\[\\]-]{1,64}");

    private Ignored() {}

    static void disclose(HttpServerResponse response, List<String> ignored) {
        if (ignored.isEmpty()) {
            return;
        }
        var names = ignored.stream().limit(MOST).map(Ignored::inHeader).collect(Collectors.joining(","));
        response.putHeader(Headers.IGNORED_PARAMETERS, ignored.size() > MOST ? names + "," + MORE : names);
    }

    /** The caller chooses the names: what could harm a header is percent-encoded, what is long is cut. */
    private static String inHeader(String name) {
        if (NAME.matcher(name).matches()) {
            return name;
        }
        var encoded = name.isEmpty() ? "\"\"" : URLEncoder.encode(name, StandardCharsets.UTF_8);
        return encoded.length() <= LONGEST ? encoded : encoded.substring(0, LONGEST - MORE.length()) + MORE;
    }
}
