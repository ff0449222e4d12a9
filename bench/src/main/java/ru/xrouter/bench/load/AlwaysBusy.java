package ru.xrouter.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closed loop: so many connections, each sending its next request when its last is answered. Finds the highest
 * throughput and keeps streams open; its latencies say nothing about users, who do not wait for each other.
 */
final class AlwaysBusy implements Load {
    private static final long AFTER_FAILURE_MILLIS = 100;

    private final EventLoop loop;
    private final Connector connector;
    private final ByteBuf request;
    private final int connections;
    private final long betweenStartsNanos;
    private int underWay;
    private boolean stopped;

    AlwaysBusy(EventLoop loop, Connector connector, ByteBuf request, int connections, Duration startWithin) {
        this.loop = loop;
        this.connector = connector;
        this.request = request;
        this.connections = connections;
        this.betweenStartsNanos = startWithin.toNanos() / connections;
    }

    @Override
    public void start() {
        for (var i = 0; i < connections; i++) {
            var _ = loop.schedule(this::connect, i * betweenStartsNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void connect() {
        if (!stopped) {
            connector.connect(this, this::send, this::connectLater);
        }
    }

    private void connectLater() {
        var _ = loop.schedule(this::connect, AFTER_FAILURE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void send(Connection connection) {
        if (!stopped) {
            underWay++;
            connection.send(request, System.nanoTime());
        }
    }

    @Override
    public void free(Connection connection, boolean good) {
        underWay--;
        if (good) {
            send(connection);
        } else {
            // A refusal costs far less than an answer: as fast as they come, refusals would be all that is measured.
            var _ = loop.schedule(() -> send(connection), AFTER_FAILURE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void lost(Connection connection) {
        if (!stopped) {
            underWay--;
            connectLater();
        }
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public long unanswered() {
        return underWay;
    }
}
