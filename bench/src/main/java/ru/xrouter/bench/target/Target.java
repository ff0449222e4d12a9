package ru.xrouter.bench.target;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import ru.xrouter.bench.load.Generator.Shot;

/**
 * Somewhere that answers chat completions over HTTP/1.1, as a client behind an ingress would ask.
 *
 * @param status what the answers are to have
 */
public record Target(String name, InetSocketAddress address, String path, String token, String model, int status) {
    private static final int OK = 200;

    private static final String QUESTION = "Назови столицу России и расскажи о ней в двух предложениях.";

    /** One whose answers are good. */
    public Target(String name, InetSocketAddress address, String path, String token, String model) {
        this(name, address, path, token, model, OK);
    }

    /** A whole answer; the knobs tell the simulator how to behave. */
    public Shot plain(String knobs) {
        return shot(knobs, false);
    }

    /** A streamed answer. */
    public Shot streamed(String knobs) {
        return shot(knobs, true);
    }

    private Shot shot(String knobs, boolean stream) {
        var body = """
                {"model":"%s","messages":[{"role":"user","content":"%s%s"}]%s}\
                """.formatted(
                model, QUESTION, knobs.isEmpty() ? "" : " [[sim " + knobs + "]]", stream ? ",\"stream\":true" : "");
        var head = """
                POST %s HTTP/1.1\r
                host: %s:%d\r
                authorization: Bearer %s\r
                content-type: application/json\r
                accept: application/json\r
                user-agent: xrouter-bench\r
                content-length: %d\r
                \r
                """.formatted(
                path, address.getHostString(), address.getPort(), token, body.getBytes(StandardCharsets.UTF_8).length);
        return new Shot(address, head + body, status);
    }

    @Override
    public String toString() {
        return name;
    }
}
