package ru.xrouter.bench.load;

import java.util.function.Consumer;

/** Opens connections to one target. */
@FunctionalInterface
interface Connector {
    void connect(Load load, Consumer<Connection> connected, Runnable failed);
}
