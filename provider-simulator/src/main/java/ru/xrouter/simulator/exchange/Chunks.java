package ru.xrouter.simulator.exchange;

import io.vertx.core.buffer.Buffer;

/** An answer cut into the pieces of a stream. */
public interface Chunks {
    /** How many pieces there are, the last one included. */
    int count();

    /** The bytes of a piece, made when it is due. */
    Buffer chunk(int index);

    /** Tokens of the answer that the client has once this piece has reached it. */
    long tokensAfter(int index);

    /** The bytes of an error in place of the next piece; none where the provider just ends the stream. */
    default Buffer failure() {
        return Buffer.buffer();
    }
}
