package ru.xrouter.router.generation;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.AdapterReport;
import ru.xrouter.router.relay.StreamRelay;

/** Relays one adapter's stream to the client, at the pace of the slower side. Belongs to one event loop. */
final class StreamedAnswer {
    private final HttpClientResponse upstream;
    private final Client client;
    private final Listener listener;
    private final StreamRelay relay = new StreamRelay();
    private boolean over;

    StreamedAnswer(HttpClientResponse upstream, Client client, Listener listener) {
        this.upstream = upstream;
        this.client = client;
        this.listener = listener;
    }

    /** What becomes of the stream. */
    interface Listener {
        /** The first event is about to go out: the head must go before it. */
        void begins();

        void heard();

        /** The client does not keep up, so the adapter may be silent. */
        void waits();

        void goesOn();

        /** The stream is over; the newest report tells whether it is complete. */
        void over(@Nullable AdapterReport newest);
    }

    void start() {
        upstream.handler(this::chunk);
        upstream.endHandler(_ -> end());
        upstream.exceptionHandler(_ -> end());
        upstream.resume();
    }

    @Nullable
    AdapterReport newestReport() {
        return relay.newestReport();
    }

    private void chunk(Buffer chunk) {
        if (over) {
            return;
        }
        listener.heard();
        var events = relay.accept(chunk);
        if (events.length() > 0) {
            write(events);
        }
        if (relay.broken()) {
            end();
        }
    }

    private void write(Buffer events) {
        var response = client.response();
        if (!client.begun()) {
            listener.begins();
        }
        response.write(events);
        if (response.writeQueueFull()) {
            upstream.pause();
            listener.waits();
            response.drainHandler(_ -> {
                // A stream that is over has nobody who waits for it any more.
                if (!over) {
                    listener.goesOn();
                }
                upstream.resume();
            });
        }
    }

    private void end() {
        if (!over) {
            over = true;
            listener.over(relay.newestReport());
        }
    }

    /** Nothing more is relayed or told. */
    void stop() {
        over = true;
    }
}
