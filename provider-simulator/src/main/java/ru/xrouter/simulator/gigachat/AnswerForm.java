package ru.xrouter.simulator.gigachat;

import io.vertx.core.buffer.Buffer;
import ru.xrouter.simulator.exchange.Chunks;

/** An answer in the wire format of one version of the API, whole or in pieces. */
interface AnswerForm extends Chunks {
    Buffer whole();
}
