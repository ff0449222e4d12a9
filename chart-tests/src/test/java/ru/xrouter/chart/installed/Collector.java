package ru.xrouter.chart.installed;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A collector of traces: takes OTLP over gRPC, and keeps every span. */
final class Collector implements AutoCloseable {
    private static final String EXPORT = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
    /** A gRPC message begins with a byte that says whether it is compressed, and its length. */
    private static final int PREFIX = 5;

    private final Vertx vertx = Vertx.vertx();
    private final Queue<Seen> spans = new ConcurrentLinkedQueue<>();
    private final HttpServer server;

    Collector() {
        server = vertx.createHttpServer()
                .requestHandler(this::take)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** @param service which of ours sent it */
    record Seen(String service, Span span) {
        String trace() {
            return hex(span.getTraceId().toByteArray());
        }

        String id() {
            return hex(span.getSpanId().toByteArray());
        }

        String parent() {
            return hex(span.getParentSpanId().toByteArray());
        }

        String attribute(String key) {
            return value(span.getAttributesList(), key);
        }

        /** All that it says, readable. */
        String text() {
            return service + ": " + TextFormat.printer().escapingNonAscii(false).printToString(span);
        }

        private static String hex(byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    List<Seen> spans() {
        return List.copyOf(spans);
    }

    private void take(HttpServerRequest request) {
        if (!request.path().equals(EXPORT)) {
            request.response().setStatusCode(404).end();
            return;
        }
        request.body().onSuccess(message -> {
            keep(message);
            request.response()
                    .putHeader("content-type", "application/grpc")
                    .putTrailer("grpc-status", "0")
                    .end(Buffer.buffer(new byte[PREFIX]));
        });
    }

    private void keep(Buffer message) {
        if (message.getByte(0) != 0) {
            throw new IllegalArgumentException("a compressed message");
        }
        try {
            for (var sent : ExportTraceServiceRequest.parseFrom(message.getBytes(PREFIX, message.length()))
                    .getResourceSpansList()) {
                var service = value(sent.getResource().getAttributesList(), "service.name");
                sent.getScopeSpansList().stream()
                        .flatMap(scope -> scope.getSpansList().stream())
                        .forEach(span -> spans.add(new Seen(service, span)));
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String value(List<KeyValue> attributes, String key) {
        return attributes.stream()
                .filter(attribute -> attribute.getKey().equals(key))
                .map(attribute -> attribute.getValue().hasIntValue()
                        ? "" + attribute.getValue().getIntValue()
                        : attribute.getValue().getStringValue())
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
