package ru.xrouter.simulator.gigachat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.answer.Json;
import ru.xrouter.simulator.exchange.Identifiers;

/** {@code /api/v1/files}: upload, list, look, download, delete. */
final class FilesEndpoint {
    private static final String FILES = "/api/v1/files";
    private static final String DELETE = "/delete";
    private static final String CONTENT = "/content";
    private static final int HEAD = 16;

    private final Clock clock;
    private final FileStore store;

    FilesEndpoint(Clock clock, FileStore store) {
        this.clock = clock;
        this.store = store;
    }

    static boolean isHere(String path) {
        return path.equals(FILES) || path.startsWith(FILES + "/");
    }

    /** The answer to a request of the account's. */
    Buffer answer(HttpServerRequest request, String path, Buffer body, String account) {
        var post = request.method().name().equals("POST");
        var rest = path.substring(FILES.length());
        if (rest.isEmpty()) {
            return post ? upload(request, body, account) : list(account);
        }
        if (post && rest.endsWith(DELETE)) {
            return delete(account, id(rest, DELETE));
        }
        if (!post && rest.endsWith(CONTENT)) {
            return content(request, account, id(rest, CONTENT));
        }
        var info = post ? null : store.info(account, id(rest, ""));
        if (info == null) {
            throw GigaChatRefusal.noSuchFile();
        }
        return Buffer.buffer(json(info));
    }

    private static String id(String rest, String ending) {
        return rest.substring(1, Math.max(1, rest.length() - ending.length()));
    }

    private Buffer upload(HttpServerRequest request, Buffer body, String account) {
        var form = Multipart.read(request.getHeader("content-type"), body);
        var content = form.content();
        if (content == null) {
            throw GigaChatRefusal.badRequest("Bad request: field 'file' is required");
        }
        var head = Arrays.copyOf(content, Math.min(HEAD, content.length));
        var kind = FileRules.upload(form.filename(), head, content.length, form.purpose());
        var info = new FileInfo(
                Identifiers.uuid(),
                kind,
                String.valueOf(form.filename()),
                content.length,
                String.valueOf(form.purpose()),
                clock.millis() / 1000);
        store.add(new FileStore.Stored(info, account, request.getHeader("x-client-id"), Buffer.buffer(content)));
        return Buffer.buffer(json(info));
    }

    private Buffer list(String account) {
        return Buffer.buffer(store.of(account).stream()
                .map(FilesEndpoint::json)
                .collect(Collectors.joining(",", "{\"data\":[", "]}")));
    }

    private Buffer delete(String account, String id) {
        if (!store.delete(account, id)) {
            throw GigaChatRefusal.noSuchFile();
        }
        return Buffer.buffer("{\"id\":\"" + id + "\",\"object\":\"file\",\"deleted\":true}");
    }

    private Buffer content(HttpServerRequest request, String account, String id) {
        @Nullable Buffer content = store.content(account, id, request.getHeader("x-client-id"));
        if (content == null) {
            throw GigaChatRefusal.noSuchFile();
        }
        request.response().putHeader("content-type", "application/octet-stream");
        return content.copy();
    }

    private static String json(FileInfo file) {
        return Json.text(Json.MAPPER
                .createObjectNode()
                .put("id", file.id())
                .put("object", "file")
                .put("bytes", file.bytes())
                .put("created_at", file.createdAt())
                .put("filename", file.filename())
                .put("purpose", file.purpose())
                .put("access_policy", "private"));
    }
}
