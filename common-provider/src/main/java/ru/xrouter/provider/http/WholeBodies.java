package ru.xrouter.provider.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.http.Headers;
import ru.xrouter.provider.ProviderRequest;

/** Calls the provider for several whole answers, a few at a time, and hands over each as it comes. */
final class WholeBodies {
    private final Exchange exchange;
    private final List<ProviderRequest> requests;
    private final int parallel;
    private final Listener listener;
    private int started;
    private int missing;
    private @Nullable String providerRequestId;

    /** Translates what the provider answered; may throw what a provider's translations throw. */
    interface Listener {
        void answered(int index, byte[] body);

        void complete(@Nullable String providerRequestId);
    }

    WholeBodies(Exchange exchange, List<ProviderRequest> requests, int parallel, Listener listener) {
        this.exchange = exchange;
        this.requests = requests;
        this.parallel = parallel;
        this.listener = listener;
        this.missing = requests.size();
    }

    void start() {
        for (int i = 0; i < parallel; i++) {
            next();
        }
    }

    private void next() {
        if (started == requests.size() || exchange.isOver()) {
            return;
        }
        var index = started++;
        var legs = new ProviderLeg[1];
        legs[0] = exchange.leg(requests.get(index), incoming -> read(index, legs[0], incoming), exchange::fail);
        legs[0].start();
    }

    private void read(int index, ProviderLeg leg, HttpClientResponse incoming) {
        AnswerBody.read(incoming, exchange.upstream().config.maxAnswer())
                .onSuccess(body -> {
                    leg.leave();
                    if (index == 0) {
                        providerRequestId = incoming.getHeader(Headers.REQUEST_ID);
                    }
                    answered(index, body);
                })
                .onFailure(failure -> exchange.fail(
                        new ProviderFailure.Interrupted(failure.getClass().getSimpleName())));
    }

    private void answered(int index, Buffer body) {
        if (exchange.isOver()) {
            return;
        }
        exchange.reading(() -> listener.answered(index, body.getBytes()));
        if (exchange.isOver()) {
            return;
        }
        if (--missing == 0) {
            listener.complete(providerRequestId);
        } else {
            next();
        }
    }
}
