package ru.xrouter.local.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a process whether it serves. */
@FunctionalInterface
public interface Readiness {
    boolean isReady() throws InterruptedException;

    /** Ready when a GET answers 200. */
    static Readiness http(URI uri) {
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(1))
                .build();
        var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
        return () -> {
            try {
                return client.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            } catch (IOException _) {
                return false;
            }
        };
    }

    /** Ready when Redis has loaded its data and answers a PING. */
    static Readiness redis(int port) {
        return () -> {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                socket.setSoTimeout(1000);
                socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
                var answer = new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
                return answer.equals("+PONG");
            } catch (IOException _) {
                return false;
            }
        };
    }
}
