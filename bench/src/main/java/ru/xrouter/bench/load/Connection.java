package ru.xrouter.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** One connection with at most one request under way. Belongs to the generator's event loop. */
final class Connection extends ChannelInboundHandlerAdapter {
    private final Channel channel;
    private final int expected;
    private final Recorder recorder;
    private final Load load;
    private final ResponseReader response = new ResponseReader();
    private long intendedAt;
    private long lastEventAt;
    private int events;
    private boolean busy;

    Connection(Channel channel, int expected, Recorder recorder, Load load) {
        this.channel = channel;
        this.expected = expected;
        this.recorder = recorder;
        this.load = load;
    }

    /** Sends the request; its times count from the moment it was due. */
    void send(ByteBuf request, long dueAt) {
        busy = true;
        intendedAt = dueAt;
        lastEventAt = dueAt;
        events = 0;
        response.reset();
        var _ = channel.writeAndFlush(request.retainedDuplicate(), channel.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        try {
            var complete = response.read(bytes);
            var now = System.nanoTime();
            noteEvents(now);
            if (complete) {
                busy = false;
                var good = response.status() == expected;
                recorder.completed(intendedAt, now, response.status(), good);
                load.free(this, good);
            }
        } finally {
            bytes.release();
        }
    }

    private void noteEvents(long now) {
        var seen = response.events();
        if (seen == events) {
            return;
        }
        if (events == 0) {
            recorder.firstChunk(intendedAt, now);
        }
        recorder.chunks(lastEventAt, now, seen - events);
        lastEventAt = now;
        events = seen;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (busy) {
            busy = false;
            recorder.failed(System.nanoTime(), 0);
        }
        load.lost(this);
    }
}
