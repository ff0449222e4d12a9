package ru.xrouter.e2e.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A streamed answer as its bytes say it; closing it in the middle is a client that leaves. */
public final class EventStream implements AutoCloseable {
    private static final String DATA = "data: ";

    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;

    EventStream(HttpResponse<InputStream> response) {
        this.response = response;
        this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    public int status() {
        return response.statusCode();
    }

    /** The header's value, empty when there is none. */
    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** The generation id. */
    public String requestId() {
        return header("x-request-id");
    }

    /** The next event's data, or null at the end of the stream. */
    public @Nullable String next() throws IOException {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(DATA)) {
                return line.substring(DATA.length());
            }
            if (!line.isEmpty() && !line.startsWith(":")) {
                throw new AssertionError("neither data nor comment: " + line);
            }
        }
        return null;
    }

    /** Every event's data until the stream ends. */
    public List<String> rest() throws IOException {
        var events = new ArrayList<String>();
        for (var event = next(); event != null; event = next()) {
            events.add(event);
        }
        return events;
    }

    /** Every event but {@code [DONE]}, parsed. */
    public static List<JsonNode> parse(List<String> events) {
        return events.stream()
                .filter(event -> !event.equals("[DONE]"))
                .map(Http::parse)
                .toList();
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }
}
