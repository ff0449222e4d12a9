package ru.xrouter.simulator.gigachat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.ErrorDataDecoderException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An upload's form: the part {@code file} with its name, and the field {@code purpose}; null where it has none. */
@SuppressWarnings("ArrayRecordComponent") // Read once, never compared.
record Multipart(
        @Nullable String filename,
        byte @Nullable [] content,
        @Nullable String purpose) {
    /** Reads a form, or refuses what is none. */
    static Multipart read(@Nullable String contentType, Buffer body) {
        if (contentType == null || !contentType.startsWith("multipart/form-data")) {
            throw GigaChatRefusal.badRequest("Bad request: multipart/form-data expected");
        }
        var request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, "/files", Unpooled.wrappedBuffer(body.getBytes()));
        request.headers().set("content-type", contentType);
        try {
            return read(new HttpPostMultipartRequestDecoder(new DefaultHttpDataFactory(false), request));
        } catch (ErrorDataDecoderException | IOException _) {
            throw GigaChatRefusal.badRequest("Bad request: broken multipart/form-data");
        }
    }

    private static Multipart read(HttpPostMultipartRequestDecoder form) throws IOException {
        try {
            String filename = null;
            byte[] content = null;
            String purpose = null;
            for (var part : form.getBodyHttpDatas()) {
                if (part instanceof FileUpload file && part.getName().equals("file")) {
                    filename = file.getFilename();
                    content = file.get();
                } else if (part instanceof Attribute field && part.getName().equals("purpose")) {
                    purpose = field.getValue();
                }
            }
            return new Multipart(filename, content, purpose);
        } finally {
            form.destroy();
        }
    }
}
