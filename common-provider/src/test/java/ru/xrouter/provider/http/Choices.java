package ru.xrouter.provider.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The provider's calls for the choices of one answer, told apart by their number; acts when all of them are there. */
final class Choices implements Consumer<HttpServerRequest> {
    private final Map<Integer, HttpServerResponse> responses = new HashMap<>();
    private final Set<Integer> stopped = ConcurrentHashMap.newKeySet();
    private final int count;
    private final Consumer<Choices> complete;

    Choices(int count, Consumer<Choices> complete) {
        this.count = count;
        this.complete = complete;
    }

    @Override
    public void accept(HttpServerRequest request) {
        var choice = Integer.parseInt(request.getHeader("authorization"));
        var response = request.response().setChunked(true);
        response.closeHandler(_ -> stopped.add(choice));
        responses.put(choice, response);
        if (responses.size() == count) {
            complete.accept(this);
        }
    }

    HttpServerResponse get(int choice) {
        var response = responses.get(choice);
        if (response == null) {
            throw new IllegalArgumentException("There is no choice " + choice);
        }
        return response;
    }

    void write(int choice, String text) {
        get(choice).write(text);
    }

    /** The choices whose calls the adapter has broken off. */
    Collection<Integer> stopped() {
        return stopped;
    }
}
