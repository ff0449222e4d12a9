package ru.xrouter.gigachat.image;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.gigachat.GigaChatConfig;
import ru.xrouter.provider.http.AnswerBody;

/**
 * Fetches images from the hosts that the operator has named: over HTTPS, from public addresses alone, following nothing,
 * no more bytes and no longer than an image may have. The address that was checked is the one that is called.
 */
final class RemoteImages {
    private static final int CONNECTIONS = 16;
    private static final int WAITING = 64;
    private static final int HTTPS = 443;

    private final Vertx vertx;
    private final HttpClient client;
    private final GigaChatConfig.Images config;
    private final Set<String> hosts;
    private final Predicate<InetAddress> allowed;

    /** @param options how the hosts are trusted */
    RemoteImages(Vertx vertx, GigaChatConfig.Images config, HttpClientOptions options, Predicate<InetAddress> allowed) {
        this.vertx = vertx;
        this.config = config;
        this.hosts = config.hosts().orElse(Set.of());
        this.allowed = allowed;
        this.client = vertx.createHttpClient(options.setMaxPoolSize(CONNECTIONS)
                .setMaxWaitQueueSize(WAITING)
                .setConnectTimeout((int) config.fetchTimeout().toMillis())
                .setVerifyHost(true));
    }

    /** The content; every failure is an {@link InvalidParameterException} that names the parameter. */
    Future<byte[]> fetch(URI address, String param) {
        var host = address.getHost().toLowerCase(Locale.ROOT);
        if (!hosts.contains(host)) {
            return Future.failedFuture(new InvalidParameterException(
                    param,
                    "unsupported_value",
                    "Images are not fetched from this host. Send the image itself, as a data URI."));
        }
        return vertx.executeBlocking(() -> addresses(host), false)
                .compose(addresses -> get(address, host, addresses))
                .timeout(config.fetchTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .recover(_ -> Future.failedFuture(ImageUrl.invalid(param, "The image could not be fetched.")));
    }

    private static List<InetAddress> addresses(String host) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(host));
    }

    private Future<byte[]> get(URI address, String host, List<InetAddress> addresses) {
        if (addresses.isEmpty() || !addresses.stream().allMatch(allowed)) {
            return Future.failedFuture("not a public address");
        }
        var port = address.getPort() < 0 ? HTTPS : address.getPort();
        var path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        var options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(addresses.getFirst(), port)))
                .setHost(host)
                .setPort(port)
                .setSsl(true)
                .setFollowRedirects(false)
                .setIdleTimeout(config.fetchTimeout().toMillis())
                .setURI(address.getRawQuery() == null ? path : path + "?" + address.getRawQuery())
                .putHeader("accept", "image/png, image/jpeg, image/tiff, image/bmp");
        return client.request(options).compose(request -> request.send()).compose(RemoteImages::read);
    }

    private static Future<byte[]> read(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            response.request().reset();
            return Future.failedFuture("status " + response.statusCode());
        }
        return AnswerBody.read(response, ImageUrl.MOST_BYTES).map(body -> body.getBytes());
    }
}
