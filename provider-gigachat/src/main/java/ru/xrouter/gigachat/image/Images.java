package ru.xrouter.gigachat.image;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.ChatMessage;
import ru.xrouter.api.chat.ChatMessage.UserMessage;
import ru.xrouter.api.chat.ContentPart;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.gigachat.GigaChatConfig;
import ru.xrouter.gigachat.image.UploadedFiles.UploadedFile;
import ru.xrouter.gigachat.tls.Trust;
import ru.xrouter.provider.Authorization;
import ru.xrouter.provider.ProviderCalls;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.provider.ProviderModel;
import ru.xrouter.provider.ProviderRequest;

/**
 * Puts uploaded images in the place of those that the caller sent, and fetches those that GigaChat makes. One image at a time is in memory for a request; one
 * that the same account has sent before is not uploaded again while it lies at GigaChat.
 */
@Singleton
public class Images {
    private static final int MOST_IN_MESSAGE = 2;
    private static final int MOST_IN_REQUEST = 10;
    private static final int DELETIONS_AT_ONCE = 4;
    private static final int DELETIONS_WAITING = 10_000;

    private final Vertx vertx;
    private final GigaChatConfig config;
    private final Map<String, String> headers;
    private final RemoteImages remote;
    private final UploadedFiles files;
    private final HttpClient deletions;
    private volatile boolean stopped;

    Images(Vertx vertx, GigaChatConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.headers = Map.of("user-agent", config.userAgent());
        this.remote = new RemoteImages(vertx, config.images(), new HttpClientOptions(), PublicAddress::is);
        this.files =
                new UploadedFiles(config.images().remembered(), config.images().lifetime(), this::deleteLater);
        var options = new HttpClientOptions()
                .setMaxPoolSize(DELETIONS_AT_ONCE)
                .setMaxWaitQueueSize(DELETIONS_WAITING)
                .setConnectTimeout((int) config.tokenTimeout().toMillis());
        this.deletions = vertx.createHttpClient(Trust.applyToApi(options, config));
    }

    /** The calls, and by whom they are made: whose files those are that they bring. */
    public record Uploads(
            ProviderCalls calls,
            Authorization authorization,
            @Nullable String owner) {}

    /** A request that was checked, with uploaded images. */
    public Future<ChatCompletionRequest> uploaded(ChatCompletionRequest request, Uploads uploads) {
        Future<List<ChatMessage>> messages = Future.succeededFuture(new ArrayList<>());
        for (int i = 0; i < request.messages().size(); i++) {
            var message = request.messages().get(i);
            var path = "messages[%d].content".formatted(i);
            messages = messages.compose(before -> (message instanceof UserMessage user && user.hasImages()
                            ? uploaded(user, path, uploads)
                            : Future.succeededFuture(message))
                    .map(ready -> {
                        before.add(ready);
                        return before;
                    }));
        }
        return messages.map(request::withMessages);
    }

    /**
     * Refuses images that the model would not see.
     *
     * @throws InvalidParameterException when the model sees none, or when there are too many
     */
    public void check(ChatCompletionRequest request, ProviderModel model) {
        int all = 0;
        for (int i = 0; i < request.messages().size(); i++) {
            if (request.messages().get(i) instanceof UserMessage user && user.hasImages()) {
                var param = "messages[%d].content".formatted(i);
                if (!config.visionModels().contains(model.name())) {
                    throw new InvalidParameterException(param, "unsupported_value", "This model sees no images.");
                }
                var here = (int) user.parts().stream()
                        .filter(ContentPart.ImageUrl.class::isInstance)
                        .count();
                all += here;
                if (here > MOST_IN_MESSAGE || all > MOST_IN_REQUEST) {
                    throw new InvalidParameterException(
                            param,
                            "too_many_images",
                            "At most %d images in a message and %d in a request."
                                    .formatted(MOST_IN_MESSAGE, MOST_IN_REQUEST));
                }
            }
        }
    }

    private Future<ChatMessage> uploaded(UserMessage message, String path, Uploads uploads) {
        Future<List<ContentPart>> parts = Future.succeededFuture(new ArrayList<>());
        for (int i = 0; i < message.parts().size(); i++) {
            var part = message.parts().get(i);
            var param = "%s[%d].image_url.url".formatted(path, i);
            parts = parts.compose(before -> (part instanceof ContentPart.ImageUrl(var url)
                            ? content(url, param).compose(content -> upload(content, param, uploads))
                            : Future.succeededFuture(part))
                    .map(ready -> {
                        before.add(ready);
                        return before;
                    }));
        }
        return parts.map(UserMessage::new);
    }

    /** Decoding and hashing megabytes would hold up the event loop. */
    private Future<byte[]> content(String url, String param) {
        return vertx.executeBlocking(() -> ImageUrl.of(url, param), false).compose(read -> switch (read) {
            case ImageUrl.Inline(var content) -> Future.succeededFuture(content);
            case ImageUrl.Remote(var address) -> remote.fetch(address, param);
        });
    }

    private Future<ContentPart> upload(byte[] content, String param, Uploads uploads) {
        var format = ImageFormat.of(content);
        if (format == null) {
            throw new InvalidParameterException(
                    param, "invalid_image_format", "GigaChat models see PNG, JPEG, TIFF and BMP.");
        }
        if (content.length > ImageUrl.MOST_BYTES) {
            throw ImageUrl.tooLarge(param);
        }
        return vertx.executeBlocking(() -> UploadedFiles.key(uploads.owner(), content), false)
                .compose(key -> {
                    var known = files.id(key);
                    return known == null
                            ? upload(FileUpload.request(content, format, headers), key, param, uploads)
                            : Future.succeededFuture(known);
                })
                .map(ContentPart.UploadedImage::new);
    }

    private Future<String> upload(ProviderRequest request, String key, String param, Uploads uploads) {
        return uploads.calls()
                .call(request)
                .map(answer -> {
                    var id = FileUpload.id(answer);
                    files.add(key, new UploadedFile(id, uploads.authorization()));
                    return id;
                })
                .recover(failure -> Future.failedFuture(refused(failure, param)));
    }

    /** What GigaChat does not take as a file is the image's fault, not the whole request's. */
    private static Throwable refused(Throwable failure, String param) {
        return failure instanceof ProviderFailureException known
                        && known.failure() instanceof ProviderFailure.InvalidRequest
                ? new InvalidParameterException(param, "invalid_image", "The provider does not accept this image.")
                : failure;
    }

    /**
     * The content of a file that GigaChat made; it is deleted there in its time.
     *
     * @param client whom it was made for, as GigaChat was told; null when it was not
     */
    public Future<byte[]> made(String id, @Nullable String client, ProviderCalls calls, Authorization authorization) {
        var all = new HashMap<>(headers);
        all.put("accept", "application/octet-stream");
        if (client != null) {
            all.put("x-client-id", client);
        }
        return calls.call(ProviderRequest.get("/files/" + id + "/content", all))
                .onComplete(_ -> deleteLater(new UploadedFile(id, authorization)));
    }

    /** GigaChat does not have a file of this request any more: the next request uploads it again. */
    public void gone(byte[] request) {
        files.forgetThoseIn(new String(request, StandardCharsets.UTF_8));
    }

    /** What lies at GigaChat then stays there. */
    @PreDestroy
    void stop() {
        stopped = true;
    }

    private void deleteLater(UploadedFile file) {
        if (stopped) {
            return;
        }
        vertx.setTimer(Math.max(1, config.images().grace().toMillis()), _ -> {
            var _ = file.authorization().authorization().compose(value -> delete(file.id(), value));
        });
    }

    /** What cannot be deleted stays: it is the account's own, and no call waits for this. */
    private Future<Void> delete(String id, @Nullable String authorization) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(config.apiUrl() + "/files/" + id + "/delete")
                .setIdleTimeout(config.tokenTimeout().toMillis())
                .putHeader(HttpHeaders.USER_AGENT, config.userAgent());
        if (authorization != null) {
            options.putHeader(HttpHeaders.AUTHORIZATION, authorization);
        }
        return deletions.request(options).compose(request -> request.send()).compose(response -> response.end());
    }
}
