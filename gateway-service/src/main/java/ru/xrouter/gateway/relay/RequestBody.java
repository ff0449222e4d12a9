package ru.xrouter.gateway.relay;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.error.ApiError;

/** The body of one generation's request: collected within the bounds, inflated, and peeked into once. */
final class RequestBody {
    /** Bodies larger than this are parsed off the event loop: about a millisecond of parsing. */
    private static final int INLINE = 256 * 1024;

    private static final ApiError BUSY =
            ApiError.unavailable("Too many large requests are being received at the moment. Try again shortly.");

    private final Operation operation;
    private final BodyBudget budget;
    private final int largest;
    private @Nullable Buffer collected;
    private boolean single;
    private long taken;
    private boolean released;

    RequestBody(Operation operation, BodyBudget budget, int largest) {
        this.operation = operation;
        this.budget = budget;
        this.largest = largest;
    }

    /** Why no more may be received, or null. */
    @Nullable
    ApiError add(Buffer chunk) {
        var have = collected;
        var size = (have == null ? 0L : have.length()) + chunk.length();
        if (size > largest) {
            return RequestHead.tooLarge(largest);
        }
        if (!take(chunk.length())) {
            return BUSY;
        }
        if (have == null) {
            collected = chunk;
            single = true;
        } else if (single) {
            collected = Buffer.buffer((int) Math.min(largest, 2 * size))
                    .appendBuffer(have)
                    .appendBuffer(chunk);
            single = false;
        } else {
            have.appendBuffer(chunk);
        }
        return null;
    }

    /** Inflates and peeks; fails with what is wrong with the body. */
    Future<GenerationHead> read(boolean gzip) {
        var bytes = bytes();
        if (gzip) {
            // In order, so that an event loop has only one body inflated that the budget does not know yet.
            return Vertx.currentContext().executeBlocking(() -> inflate(bytes)).compose(this::inflated);
        }
        if (bytes.length() > INLINE) {
            return Vertx.currentContext().executeBlocking(() -> peek(bytes), false);
        }
        try {
            return Future.succeededFuture(peek(bytes));
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    Buffer bytes() {
        var have = collected;
        return have == null ? Buffer.buffer(0) : have;
    }

    /** Lets go of the bytes; takes none from then on. */
    void release() {
        released = true;
        collected = null;
        budget.giveBack(taken);
        taken = 0;
    }

    private boolean take(long bytes) {
        if (!budget.take(bytes)) {
            return false;
        }
        taken += bytes;
        return true;
    }

    private Future<GenerationHead> inflated(Inflated inflated) {
        if (!released && !take(inflated.bytes.length())) {
            return Future.failedFuture(new RefusedException(BUSY));
        }
        collected = inflated.bytes;
        return Future.succeededFuture(inflated.head);
    }

    private Inflated inflate(Buffer compressed) {
        var bytes = GzipBody.inflate(compressed.getBytes(), largest);
        if (bytes == null) {
            throw new RefusedException(RequestHead.tooLarge(largest));
        }
        return new Inflated(Buffer.buffer(bytes), GenerationPeek.read(operation, bytes, 0, bytes.length));
    }

    @SuppressWarnings("deprecation") // The only way to the bytes without a copy in Vert.x 4.
    private GenerationHead peek(Buffer body) {
        ByteBuf bytes = body.getByteBuf();
        if (bytes.hasArray()) {
            return GenerationPeek.read(
                    operation, bytes.array(), bytes.arrayOffset() + bytes.readerIndex(), bytes.readableBytes());
        }
        var copy = body.getBytes();
        return GenerationPeek.read(operation, copy, 0, copy.length);
    }

    private record Inflated(Buffer bytes, GenerationHead head) {}
}
