package ru.xrouter.gateway.relay;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;

/** Inflates a request body, never to more than a bound. */
final class GzipBody {
    private GzipBody() {}

    /** The inflated body, or null when it is larger than the bound. */
    static byte @Nullable [] inflate(byte[] body, int largest) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            var inflated = in.readNBytes(largest);
            return in.read() < 0 ? inflated : null;
        } catch (IOException _) {
            throw new InvalidParameterException(null, "invalid_encoding", "The request body is not valid gzip.");
        }
    }
}
