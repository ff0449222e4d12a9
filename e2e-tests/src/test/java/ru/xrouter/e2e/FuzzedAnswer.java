package ru.xrouter.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import ru.xrouter.e2e.stack.Secrets;

/** What came back for a mutated request, and what is wrong with it. */
record FuzzedAnswer(int status, String contentType, String requestId, String body) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String DATA = "data: ";
    private static final List<String> MEMBERS = List.of("message", "type", "param", "code");

    static FuzzedAnswer of(HttpResponse<String> response) {
        return new FuzzedAnswer(
                response.statusCode(),
                response.headers().firstValue("content-type").orElse(""),
                response.headers().firstValue("x-request-id").orElse(""),
                response.body());
    }

    /** The promise that the answer breaks; empty when it breaks none. */
    Optional<String> fault(Secrets secrets) {
        if (secrets.isIn(body)) {
            return Optional.of("tells a secret");
        }
        if (!requestId.startsWith("gen-")) {
            return Optional.of("has no request id");
        }
        try {
            return status == 200 ? faultOfAnswer() : faultOfError();
        } catch (JsonProcessingException e) {
            return Optional.of("is not JSON: " + e.getOriginalMessage());
        }
    }

    private Optional<String> faultOfAnswer() throws JsonProcessingException {
        return contentType.startsWith("text/event-stream")
                ? faultOfStream()
                : Optional.of("is no object").filter(_ -> !isObject(body));
    }

    private static boolean isObject(String text) {
        try {
            return JSON.readTree(text).isObject();
        } catch (JsonProcessingException _) {
            return false;
        }
    }

    private Optional<String> faultOfStream() throws JsonProcessingException {
        var events = Stream.of(body.split("\n\n"))
                .filter(event -> event.startsWith(DATA))
                .map(event -> event.substring(DATA.length()))
                .toList();
        for (var event : events.subList(0, events.size() - 1)) {
            if (JSON.readTree(event).has("error")) {
                return Optional.of("goes on after an error");
            }
        }
        return Optional.of("does not end with [DONE]")
                .filter(_ -> !events.getLast().equals("[DONE]"));
    }

    private Optional<String> faultOfError() throws JsonProcessingException {
        if (status < 400 || status >= 500) {
            return Optional.of("is neither an answer nor the caller's mistake");
        }
        var error = JSON.readTree(body).path("error");
        if (!MEMBERS.stream().allMatch(error::has) || !error.path("message").isTextual()) {
            return Optional.of("is not an error of OpenAI's shape");
        }
        return Optional.of("has a code that is neither text nor null")
                .filter(_ -> !isTextOrNull(error.path("code")) || !isTextOrNull(error.path("param")));
    }

    private static boolean isTextOrNull(JsonNode value) {
        return value.isTextual() || value.isNull();
    }

    @Override
    public String toString() {
        return "%d %s".formatted(status, body.substring(0, Math.min(body.length(), 500)));
    }
}
