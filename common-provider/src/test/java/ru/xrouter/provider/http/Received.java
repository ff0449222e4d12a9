package ru.xrouter.provider.http;

import io.vertx.core.http.HttpClientResponse;
import java.util.Arrays;
import java.util.List;

/** A response of the adapter, read whole. */
record Received(HttpClientResponse response, String body) {
    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return String.valueOf(response.getHeader(name));
    }

    /** The events of a stream in short: {@code report}, {@code error}, or what a chunk says. */
    List<String> events() {
        return events("$2 $3");
    }

    /** The same, with the choice's index before what a chunk says. */
    List<String> choiceEvents() {
        return events("$1 $2 $3");
    }

    private List<String> events(String chunk) {
        return Arrays.stream(body.split("\n\n"))
                .map(event -> event(event, chunk))
                .toList();
    }

    private static String event(String event, String chunk) {
        var data = event.substring(event.indexOf("data: ") + "data: ".length());
        if (event.startsWith("event: report\n")) {
            return "report " + data.replaceAll(",\"created\":\\d+", "");
        }
        return data.startsWith("{\"error\"")
                ? data.replaceAll(".*\"code\":\"([a-z_]+)\".*", "error $1")
                : data.replaceAll(
                        ".*\"index\":(\\d+),\"delta\":(\\{.*}),\"logprobs\":null,\"finish_reason\":([^}]*)}.*", chunk);
    }
}
