package ru.xrouter.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.concurrent.TimeUnit;

/**
 * Open loop: a request is due every so often, whatever became of the ones before. One that finds no free connection
 * waits for one, and its time counts from the moment it was due, so that a stall of the system is seen by every request
 * that it delays.
 */
final class ConstantRate implements Load {
    private final EventLoop loop;
    private final Connector connector;
    private final ByteBuf request;
    private final long periodNanos;
    private final int maxConnections;
    private final ArrayDeque<Connection> free = new ArrayDeque<>();
    private final ArrayDeque<Long> waiting = new ArrayDeque<>();
    private final Collection<Connection> open = new HashSet<>();
    private int connecting;
    private int underWay;
    private long nextAt;
    private boolean stopped;

    ConstantRate(EventLoop loop, Connector connector, ByteBuf request, double perSecond, int maxConnections) {
        this.loop = loop;
        this.connector = connector;
        this.request = request;
        this.periodNanos = Math.round(1e9 / perSecond);
        this.maxConnections = maxConnections;
    }

    @Override
    public void start() {
        nextAt = System.nanoTime() + periodNanos;
        tick();
    }

    private void tick() {
        if (stopped) {
            return;
        }
        for (var now = System.nanoTime(); nextAt - now <= 0; nextAt += periodNanos) {
            due(nextAt);
        }
        var _ = loop.schedule(this::tick, nextAt - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void due(long at) {
        var connection = free.pollLast();
        if (connection != null) {
            underWay++;
            connection.send(request, at);
            return;
        }
        waiting.add(at);
        if (open.size() + connecting < maxConnections) {
            connecting++;
            connector.connect(this, this::connected, () -> connecting--);
        }
    }

    private void connected(Connection connection) {
        connecting--;
        open.add(connection);
        next(connection);
    }

    @Override
    public void free(Connection connection, boolean good) {
        underWay--;
        next(connection);
    }

    private void next(Connection connection) {
        var at = waiting.poll();
        if (at == null) {
            free.addLast(connection);
        } else {
            underWay++;
            connection.send(request, at);
        }
    }

    @Override
    public void lost(Connection connection) {
        open.remove(connection);
        if (!free.remove(connection)) {
            underWay--;
        }
    }

    @Override
    public void stop() {
        stopped = true;
        waiting.clear();
    }

    @Override
    public long unanswered() {
        return (long) underWay + waiting.size();
    }
}
