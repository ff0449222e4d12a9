package ru.xrouter.service.http;

import io.netty.handler.codec.http2.DecoratingHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.lang.reflect.Field;

/**
 * Lifts the number of stream resets that a client may send before it closes its own connection.
 *
 * <p>Netty means the limit (200 in 30 seconds) for servers, but takes Vert.x's clients for servers. A client that cancels a stream answers each
 * late frame of it with a reset, so a few callers who leave would break off the answers of all who share the connection.
 */
final class ResetLimit {
    private static final Class<?> ENCODER = encoderClass();
    private static final Field LIMIT = field(ENCODER, "maxRstFramesPerWindow");
    private static final Field INNER = field(DecoratingHttp2ConnectionEncoder.class, "delegate");

    private ResetLimit() {}

    static void lift(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            var handler = base.channel().pipeline().get(Http2ConnectionHandler.class);
            if (handler != null) {
                lift(handler.encoder());
            }
        }
    }

    private static void lift(Http2ConnectionEncoder encoder) {
        try {
            Object each = encoder;
            while (each instanceof DecoratingHttp2ConnectionEncoder) {
                if (ENCODER.isInstance(each)) {
                    LIMIT.setInt(each, Integer.MAX_VALUE);
                }
                each = INNER.get(each);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> encoderClass() {
        try {
            return Class.forName("io.netty.handler.codec.http2.Http2MaxRstFrameLimitEncoder");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("Netty has changed; see whether this class is still needed", e);
        }
    }

    private static Field field(Class<?> type, String name) {
        try {
            var field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("Netty has changed; see whether this class is still needed", e);
        }
    }
}
