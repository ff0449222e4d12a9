package ru.xrouter.simulator.served;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import ru.xrouter.simulator.answer.Json;

/** Counts every request by provider and model and keeps the last ones, within fixed bounds. */
public final class Served {
    private static final int REMEMBERED = 1000;
    private static final int BODIES = 50;
    private static final int LONGEST_BODY = 256 * 1024;

    private final Map<String, Map<String, ModelCounts>> counts = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> accessTokens = new ConcurrentHashMap<>();
    private final Ring<ServedCall.Ended> ended = new Ring<>(REMEMBERED);
    private final Ring<ServedCall.Ended> cancelled = new Ring<>(REMEMBERED);
    private final Ring<Received> received = new Ring<>(BODIES);

    private record Received(String provider, String path, MultiMap headers, Buffer body) {
        ObjectNode toJson(long id) {
            var json = JsonNodeFactory.instance.objectNode();
            json.put("id", id).put("provider", provider).put("path", path);
            var names = json.putObject("headers");
            headers.forEach((name, value) -> names.put(
                    name.toLowerCase(Locale.ROOT), name.equalsIgnoreCase("authorization") ? scheme(value) : value));
            var tree = Json.parse(body);
            if (tree == null) {
                json.put("body", body.toString());
            } else {
                json.set("body", tree);
            }
            return json;
        }

        private static String scheme(String authorization) {
            var space = authorization.indexOf(' ');
            return (space < 0 ? "" : authorization.substring(0, space + 1)) + "…";
        }
    }

    /** Notes a request whose body has been read. */
    public ServedCall begin(String provider, String path, MultiMap headers, Buffer body) {
        var kept = body.length() <= LONGEST_BODY ? body : body.getBuffer(0, LONGEST_BODY);
        received.add(new Received(provider, path, headers, kept));
        return new ServedCall(this, provider, path, headers);
    }

    /** Counts an access token issued by a provider. */
    public void accessToken(String provider) {
        accessTokens.computeIfAbsent(provider, _ -> new LongAdder()).increment();
    }

    ModelCounts counts(String provider, String model) {
        return counts.computeIfAbsent(provider, _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(model, _ -> new ModelCounts());
    }

    void remember(ServedCall.Ended call) {
        ended.add(call);
        if (call.outcome() == Outcome.CANCELLED) {
            cancelled.add(call);
        }
    }

    /** Forgets everything. */
    public void clear() {
        counts.clear();
        accessTokens.clear();
        ended.clear();
        cancelled.clear();
        received.clear();
    }

    /** The counts by provider and model, the requests that were cancelled, and the last requests. */
    public JsonNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        var providers = json.putObject("providers");
        new TreeMap<>(counts).forEach((provider, models) -> {
            var object = providers.putObject(provider);
            new TreeMap<>(models).forEach((model, count) -> object.set(model, count.toJson()));
        });
        var issued = json.putObject("access_tokens");
        accessTokens.forEach((provider, count) -> issued.put(provider, count.sum()));
        list(json.putArray("cancelled"), cancelled);
        list(json.putArray("recent"), ended);
        return json;
    }

    private static void list(ArrayNode array, Ring<ServedCall.Ended> calls) {
        calls.forEach((id, call) -> array.add(call.toJson(id)));
    }

    /** The last requests as they came: path, headers without secrets, body. */
    public JsonNode requests() {
        var json = JsonNodeFactory.instance.arrayNode();
        received.forEach((id, request) -> json.add(request.toJson(id)));
        return json;
    }
}
