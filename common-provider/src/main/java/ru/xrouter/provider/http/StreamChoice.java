package ru.xrouter.provider.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.AnswerFile;
import ru.xrouter.api.chat.Delta;
import ru.xrouter.api.chat.FinishReason;
import ru.xrouter.api.http.Headers;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.MadeFile;
import ru.xrouter.provider.ProviderCall;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.provider.StreamStep;
import ru.xrouter.provider.StreamTranslation;

/** One choice of a streamed answer: reads its call of the provider and tells the answer what to say. */
final class StreamChoice {
    private final StreamAnswer answer;
    private final Exchange exchange;
    private final int index;
    private final ProviderLeg leg;
    private final StreamTranslation translation;
    private final Lines lines = new Lines();

    private @Nullable HttpClientResponse incoming;
    private final ProviderCall call;
    private final List<MadeFile> made = new ArrayList<>();
    private Usage usage = Usage.NONE;
    private @Nullable FinishReason finishReason;
    private boolean told;
    private long lastHeard = System.nanoTime();

    StreamChoice(StreamAnswer answer, Exchange exchange, int index, ProviderCall call) {
        this.answer = answer;
        this.exchange = exchange;
        this.index = index;
        this.call = call;
        this.translation = exchange.upstream().provider.stream(call);
        this.leg = exchange.leg(call.outgoing(), this::answered, answer::failed);
    }

    void start() {
        leg.start();
    }

    private void answered(HttpClientResponse response) {
        incoming = response;
        lastHeard = System.nanoTime();
        response.handler(this::heard);
        response.exceptionHandler(failure -> broken(failure.getClass().getSimpleName()));
        response.endHandler(_ -> ended());
    }

    private void heard(Buffer buffer) {
        if (exchange.isOver()) {
            return;
        }
        lastHeard = System.nanoTime();
        read(() -> lines.accept(buffer, this::line));
        answer.flush();
    }

    private void ended() {
        leg.leave();
        if (isOver()) {
            return;
        }
        read(() -> lines.end(this::line));
        if (!isOver()) {
            answer.failed(new ProviderFailure.Interrupted("The stream ended before the answer did."));
        }
        answer.flush();
    }

    private void broken(String detail) {
        leg.leave();
        if (!isOver()) {
            answer.failed(new ProviderFailure.Interrupted(detail));
        }
    }

    private boolean isOver() {
        return told || isFinished() || answer.isEnded() || exchange.isOver();
    }

    private void read(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException e) {
            answer.failed(new ProviderFailure.Interrupted(exchange.detail(e)));
        }
    }

    private void line(byte[] line) {
        if (isOver()) {
            return;
        }
        var steps = translation.line(line);
        answer.answeredBy(translation.modelVersion());
        for (var step : steps) {
            if (!isOver()) {
                apply(step);
            }
        }
    }

    private void apply(StreamStep step) {
        switch (step) {
            case StreamStep.Said(var delta) -> {
                answer.begin();
                answer.say(answer.writer().chunk(index, delta, answer.includeUsage()));
            }
            case StreamStep.Made(var file) -> {
                // One more than may be is enough to be too many.
                if (!made.contains(file) && made.size() <= MadeFiles.MOST) {
                    made.add(file);
                }
            }
            case StreamStep.Counted(var counted) -> {
                usage = counted;
                answer.counted();
            }
            case StreamStep.Finished(var reason, var counted) -> finish(reason, counted);
            case StreamStep.CutShort(var reason, var counted) -> {
                finish(reason, counted);
                leg.abandon();
            }
            case StreamStep.Failed(var failure, var words) -> answer.failed(failure, words);
        }
    }

    private void finish(FinishReason reason, Usage counted) {
        answer.begin();
        usage = counted;
        answer.counted();
        leg.leave();
        if (made.isEmpty()) {
            finish(reason);
        } else {
            // The provider has told all: what is missing is asked for.
            told = true;
            lastHeard = System.nanoTime();
            answer.files()
                    .fetched(call, made)
                    .onSuccess(files -> finish(reason, files))
                    .onFailure(this::withoutFiles);
        }
    }

    private void finish(FinishReason reason, List<AnswerFile> files) {
        if (answer.isEnded() || exchange.isOver()) {
            return;
        }
        files.forEach(file -> answer.say(answer.writer().chunk(index, new Delta.Made(file), answer.includeUsage())));
        finish(reason);
        answer.flush();
    }

    private void finish(FinishReason reason) {
        finishReason = reason;
        answer.say(answer.writer().finishChunk(index, reason, answer.includeUsage()));
        answer.choiceFinished();
    }

    private void withoutFiles(Throwable cause) {
        answer.failed(
                cause instanceof ProviderFailureException known
                        ? known.failure()
                        : new ProviderFailure.Interrupted(
                                cause instanceof RuntimeException failure
                                        ? exchange.detail(failure)
                                        : cause.getClass().getSimpleName()));
    }

    Usage usage() {
        return usage;
    }

    @Nullable
    FinishReason finishReason() {
        return finishReason;
    }

    boolean isFinished() {
        return finishReason != null;
    }

    /** Whether the choice has kept us waiting for too long, be it for its first part or in the middle. */
    @Nullable
    Duration overdue(ProviderConfig config) {
        if (leg.isWaiting()) {
            // It is not the provider that is slow; the deadline of the whole answer still counts.
            lastHeard = System.nanoTime();
        }
        var patience = incoming == null ? config.firstByteTimeout() : config.idleTimeout();
        return !isFinished() && System.nanoTime() - lastHeard > patience.toNanos() ? patience : null;
    }

    @Nullable
    String providerRequestId() {
        return incoming == null ? null : incoming.getHeader(Headers.REQUEST_ID);
    }

    void pause() {
        if (incoming != null) {
            incoming.pause();
        }
    }

    void resume() {
        if (incoming != null) {
            lastHeard = System.nanoTime();
            incoming.resume();
        }
    }
}
