package ru.xrouter.router.attempt;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.http.Headers;
import ru.xrouter.router.catalogue.Offer;
import ru.xrouter.router.relay.Reports;
import ru.xrouter.router.route.Route;
import ru.xrouter.service.drain.Elsewhere;
import ru.xrouter.service.trace.Trace;

/**
 * Tries a route's candidates in order until one answers or the caller's own mistake shows, at most as many as allowed. Once,
 * and only when told to, it calls the next one beside one that is slow: whichever answers first is heard, the other is cancelled
 * at once. An attempt that was given up never speaks again. Belongs to one event loop.
 */
public final class AttemptRunner {
    private static final String EVENT_STREAM = "text/event-stream";
    private static final int OK = 200;
    private static final int LONGEST_REFUSAL = 64 << 10;

    private final Caller caller;
    private final AdapterCall call;
    private final Listener listener;
    private final Iterator<Offer> offers;
    private final int most;
    /** Those that may still be heard, oldest first: one alone, or two of which neither has answered. */
    private final List<Attempt> underWay = new ArrayList<>(2);

    private int attempts;
    private boolean hedged;

    AttemptRunner(Caller caller, Route route, AdapterCall call, Listener listener) {
        this.caller = caller;
        this.call = call;
        this.listener = listener;
        this.offers = caller.adapters().restingLast(route.offers()).iterator();
        this.most = caller.maxAttempts();
    }

    /** What becomes of the attempts; after the answer or the end of all nothing more is told. */
    public interface Listener {
        void started(Attempt attempt);

        /** The adapter's 200 is here, paused. A stream without any event yet may still be {@link #failed given up}. */
        void answered(Attempt attempt, HttpClientResponse response);

        /** Another attempt was sooner, to answer or to end the route; this one is cancelled. */
        default void outpaced(Attempt attempt) {}

        /** An attempt failed; when {@code fallback} says so another follows, or runs beside it already. */
        void failed(Attempt attempt, Failure failure, boolean fallback);

        /** Nobody answered. */
        void exhausted(Failure last);
    }

    /** Candidates called so far. */
    public int attempts() {
        return attempts;
    }

    /** The attempts under way, oldest first; none between attempts and after the last. */
    public List<Attempt> underWay() {
        return List.copyOf(underWay);
    }

    /** Calls the next candidate; there must be one. */
    public void next() {
        var offer = offers.next();
        var attempt = new Attempt(offer, caller.adapters().of(offer), trace(offer));
        attempts++;
        underWay.add(attempt);
        listener.started(attempt);
        Elsewhere.call(() -> attempt.call(caller.client(), caller.authorization(), call))
                .onComplete(result -> {
                    if (isOver(attempt)) {
                        return;
                    }
                    if (result.failed()) {
                        failed(attempt, attempt.sent() ? lost() : Failure.unreachable());
                    } else {
                        head(attempt, result.result());
                    }
                });
    }

    /** Calls the next candidate, if there is one, beside the only one under way, which has not answered yet. */
    public void hedge() {
        if (!hedged && underWay.size() == 1 && anotherMayBeCalled()) {
            hedged = true;
            caller.metrics().hedged();
            next();
        }
    }

    private boolean anotherMayBeCalled() {
        return attempts < most && offers.hasNext();
    }

    private Trace trace(Offer offer) {
        return call.trace().isOff()
                ? call.trace()
                : call.trace()
                        .calling("attempt")
                        .with("gen_ai.provider.name", offer.candidate().provider())
                        .with("gen_ai.request.model", offer.model().id());
    }

    private void head(Attempt attempt, HttpClientResponse response) {
        if (response.statusCode() == OK) {
            outpaceOthers(attempt);
            caller.metrics().firstByte(attempt.offer().candidate().provider(), attempt.age());
            var type = response.getHeader(HttpHeaders.CONTENT_TYPE);
            if (type != null && type.startsWith(EVENT_STREAM)) {
                attempt.streams();
                caller.measurements().firstToken(attempt.offer(), attempt.age());
            }
            listener.answered(attempt, response);
        } else {
            refusal(attempt, response);
        }
    }

    private void outpaceOthers(Attempt first) {
        for (var attempt : underWay()) {
            if (!attempt.equals(first)) {
                giveUp(attempt, Attempt.OUTPACED);
                listener.outpaced(attempt);
            }
        }
    }

    private void refusal(Attempt attempt, HttpClientResponse response) {
        var body = Buffer.buffer();
        response.handler(chunk -> {
            if (body.length() + chunk.length() > LONGEST_REFUSAL) {
                failed(attempt, lost());
            } else {
                body.appendBuffer(chunk);
            }
        });
        response.exceptionHandler(_ -> failed(attempt, lost()));
        response.endHandler(_ -> failed(attempt, refusal(response, body)));
        response.resume();
    }

    /** An adapter says which failure it was; an answer without that is not for the client's eyes. */
    private static Failure refusal(HttpClientResponse response, Buffer body) {
        var code = response.getHeader(Headers.FAILURE);
        return code == null
                ? Failure.unreachable()
                : new Failure(
                        code,
                        response.statusCode(),
                        body,
                        response.getHeader(Headers.RETRY_AFTER),
                        Reports.read(response.getHeader(Headers.REPORT)));
    }

    /** Gives an attempt up and tries the next candidate, unless the failure ends the route. */
    public void failed(Attempt attempt, Failure failure) {
        if (isOver(attempt)) {
            return;
        }
        // What was called beside another that still runs spoils nothing.
        var beside = underWay.indexOf(attempt) > 0;
        giveUp(attempt, failure.code());
        var goesOn = beside || mayGoOn(attempt.offer(), failure);
        var alone = underWay.isEmpty();
        listener.failed(attempt, failure, goesOn && (!alone || anotherMayBeCalled()));
        if (!goesOn) {
            outpaceOthers(attempt);
            listener.exhausted(failure);
        } else if (alone && anotherMayBeCalled()) {
            caller.metrics().fellBack();
            next();
        } else if (alone) {
            listener.exhausted(failure);
        }
    }

    private void giveUp(Attempt attempt, String outcome) {
        underWay.remove(attempt);
        attempt.cancel();
        ended(attempt, outcome);
    }

    /** What the account has a contract of its own for is sold to it from ours only where it allows that. */
    private static boolean mayGoOn(Offer offer, Failure failure) {
        var own = offer.own();
        return !failure.callersFault() || (failure.refusedCredential() && own != null && own.allowFallback());
    }

    /** Ends what is under way for good: nothing more is told. */
    public void stop(String outcome) {
        underWay().forEach(attempt -> giveUp(attempt, outcome));
    }

    /** The attempt under way brought the whole answer. */
    public void answered() {
        underWay.forEach(attempt -> ended(attempt, Attempt.ANSWERED));
        underWay.clear();
    }

    private void ended(Attempt attempt, String outcome) {
        attempt.ended(outcome);
        caller.metrics().attempted(attempt.offer().candidate().provider(), outcome);
        if (!outcome.equals(Attempt.ANSWERED)) {
            caller.measurements().failed(attempt.offer(), outcome);
        } else if (attempt.isStream()) {
            caller.measurements().streamed(attempt.offer());
        } else {
            caller.measurements().answered(attempt.offer(), attempt.age());
        }
    }

    public boolean isCurrent(Attempt attempt) {
        return underWay.contains(attempt);
    }

    private boolean isOver(Attempt attempt) {
        return !isCurrent(attempt);
    }

    private static Failure lost() {
        return Failure.of(new ProviderFailure.Interrupted("The adapter's answer was lost."));
    }
}
