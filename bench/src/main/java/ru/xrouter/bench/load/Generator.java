package ru.xrouter.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Produces load with one event loop, so that it takes as little as it can from the machine it shares with the system. */
public final class Generator implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 4096;
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(3);

    private final EventLoopGroup group = Epoll.isAvailable() ? new EpollEventLoopGroup(1) : new NioEventLoopGroup(1);
    private final EventLoop loop = group.next();
    private final Class<? extends SocketChannel> channelType =
            Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;

    /** What is told about a window: called when it begins and when it ends. */
    public interface Observer {
        /** The window begins. */
        void windowBegins();

        /** The window ends. */
        void windowEnds();
    }

    /** A request, where it goes, and the status that its answer is to have. */
    public record Shot(InetSocketAddress address, String request, int expected) {}

    /** Open loop at a constant rate. */
    public Measured constantRate(Shot shot, double perSecond, Duration warmUp, Duration window, Observer observer) {
        return run(
                shot,
                (connector, request) -> new ConstantRate(loop, connector, request, perSecond, MAX_CONNECTIONS),
                warmUp,
                window,
                observer);
    }

    /** Closed loop with so many connections, started one after the other within the given time. */
    public Measured alwaysBusy(
            Shot shot, int connections, Duration startWithin, Duration warmUp, Duration window, Observer observer) {
        return run(
                shot,
                (connector, request) -> new AlwaysBusy(loop, connector, request, connections, startWithin),
                warmUp,
                window,
                observer);
    }

    @FunctionalInterface
    private interface Plan {
        Load load(Connector connector, ByteBuf request);
    }

    private Measured run(Shot shot, Plan plan, Duration warmUp, Duration window, Observer observer) {
        var from = System.nanoTime() + warmUp.toNanos();
        var to = from + window.toNanos();
        var recorder = new Recorder(from, to);
        var text = shot.request().getBytes(StandardCharsets.UTF_8);
        var request =
                Unpooled.unreleasableBuffer(Unpooled.directBuffer(text.length).writeBytes(text));
        ChannelGroup channels = new DefaultChannelGroup(loop);
        var load = plan.load(connector(shot, recorder, channels), request);
        loop.execute(load::start);
        sleepUntil(from);
        observer.windowBegins();
        sleepUntil(to);
        observer.windowEnds();
        onLoop(() -> {
            load.stop();
            return true;
        });
        var patience = System.nanoTime() + LAST_ANSWERS.toNanos();
        while (onLoop(load::unanswered) > 0 && System.nanoTime() < patience) {
            sleepUntil(System.nanoTime() + Duration.ofMillis(20).toNanos());
        }
        var measured = onLoop(() -> recorder.measured(load.unanswered()));
        channels.close().awaitUninterruptibly();
        return measured;
    }

    private Connector connector(Shot shot, Recorder recorder, ChannelGroup channels) {
        var bootstrap = new Bootstrap()
                .group(group)
                .channel(channelType)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 5000)
                .remoteAddress(shot.address())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channels.add(channel);
                    }
                });
        return (load, connected, failed) -> connect(bootstrap, shot.expected(), recorder, load, connected, failed);
    }

    private static void connect(
            Bootstrap bootstrap,
            int expected,
            Recorder recorder,
            Load load,
            Consumer<Connection> connected,
            Runnable failed) {
        bootstrap.connect().addListener((ChannelFuture future) -> {
            if (future.isSuccess()) {
                var connection = new Connection(future.channel(), expected, recorder, load);
                future.channel().pipeline().addLast(connection);
                connected.accept(connection);
            } else {
                recorder.failed(System.nanoTime(), 0);
                failed.run();
            }
        });
    }

    private <T> T onLoop(Callable<T> question) {
        try {
            return loop.submit(question).get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sleepUntil(long at) {
        for (var left = at - System.nanoTime(); left > 0; left = at - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
