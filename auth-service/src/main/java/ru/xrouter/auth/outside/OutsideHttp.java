package ru.xrouter.auth.outside;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Calls a provider: so long and no longer, so many bytes and no more, to the address asked for and no other. */
final class OutsideHttp implements HTTPRequestSender, ResourceRetriever {
    static final int MOST_BYTES = 256 * 1024;

    private final HttpClient client;
    private final Duration timeout;
    private final List<String> requestIdHeaders;

    OutsideHttp(Duration timeout, List<String> requestIdHeaders, @Nullable SSLContext tls) {
        this.timeout = timeout;
        this.requestIdHeaders = requestIdHeaders;
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout);
        client = (tls == null ? builder : builder.sslContext(tls)).build();
    }

    @Override
    public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
        var body = request.getBody();
        var call = HttpRequest.newBuilder(request.getURI())
                .method(
                        request.getMethod().name(),
                        body == null || request.getMethod() == HTTPRequest.Method.GET
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        request.getHeaderMap().forEach((name, values) -> values.forEach(value -> call.header(name, value)));
        if (!request.getHeaderMap().keySet().stream().anyMatch("accept"::equalsIgnoreCase)) {
            call.header("accept", "application/json");
        }
        var answer = exchange(call);
        var response = new HTTPResponse(answer.statusCode());
        response.setBody(answer.body());
        try {
            response.setContentType(answer.headers().firstValue("content-type").orElse(null));
        } catch (ParseException e) {
            throw new IOException("The answer has a bad content type.", e);
        }
        return response;
    }

    @Override
    public Resource retrieveResource(URL address) throws IOException {
        return new Resource(get(URI.create(address.toString())), "application/json");
    }

    String get(URI address) throws IOException {
        var answer = exchange(HttpRequest.newBuilder(address).header("accept", "application/json"));
        if (answer.statusCode() != 200) {
            throw new IOException("It answered %d.".formatted(answer.statusCode()));
        }
        return answer.body();
    }

    /** The client's own timeouts end with the headers; this one is for all of it. */
    private HttpResponse<String> exchange(HttpRequest.Builder call) throws IOException {
        requestIdHeaders.forEach(
                name -> call.header(name, UUID.randomUUID().toString().replace("-", "")));
        var answer = client.sendAsync(
                call.timeout(timeout).build(), BodyHandlers.limiting(BodyHandlers.ofString(), MOST_BYTES));
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            answer.cancel(true);
            throw new HttpTimeoutException("It did not answer in time.");
        } catch (InterruptedException _) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } catch (ExecutionException e) {
            var cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new IOException(cause.getClass().getSimpleName(), cause);
        }
    }
}
