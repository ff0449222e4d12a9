package ru.xrouter.e2e.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT;
import static ru.xrouter.e2e.stack.Requests.YANDEXGPT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import ru.xrouter.e2e.stack.Conversation;
import ru.xrouter.e2e.stack.Http;
import ru.xrouter.e2e.stack.Requests;

/** Clients that talk until they are closed: plain and streamed, to both providers, answered, failing, broken off and left. */
public final class Traffic implements AutoCloseable {
    private static final int TALKERS = 6;
    private static final int LONGEST_PAUSE_MILLIS = 40;
    private static final int MOST_EVENTS = 12;
    private static final Duration BEFORE_THE_ANSWER = Duration.ofMillis(60);
    private static final List<String> MESSAGES = List.of(
            "Привет!",
            "Привет! [[sim tokens=60 chunks=20 gap=5ms]]",
            "Привет! [[sim status=500]]",
            "Привет! [[sim tokens=60 chunks=20 cut-after=6]]");
    private static final String LONG = "Привет! [[sim tokens=120 chunks=40 gap=20ms]]";
    private static final String LATE = "Привет! [[sim latency=500ms]]";

    private final Http http;
    private final ExecutorService talkers = Executors.newFixedThreadPool(TALKERS);
    private final List<Future<?>> talking = new ArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Queue<Turn> turns = new ConcurrentLinkedQueue<>();

    /** What clients do. */
    public enum Kind {
        PLAIN,
        STREAMED,
        /** A client that leaves in the middle of a stream. */
        LEFT_STREAM,
        /** A client that leaves before any answer, and so never learns its request's id. */
        LEFT_EARLY
    }

    /** One request of so many bytes, known to the providers by its trace; it ended at a moment of {@link System#nanoTime}. */
    public record Turn(Kind kind, String trace, int bytes, Conversation conversation, long endedAt) {}

    public Traffic(Http http) {
        this.http = http;
        for (int talker = 0; talker < TALKERS; talker++) {
            var random = new Random(talker);
            talking.add(talkers.submit(() -> {
                while (!over.get()) {
                    turns.add(talk(random));
                    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MILLIS))
                            .toNanos());
                }
            }));
        }
    }

    private Turn talk(Random random) {
        var trace = Requests.traceId();
        var caller = http.with("traceparent", Requests.traceparent(trace));
        var model = random.nextBoolean() ? GIGACHAT : YANDEXGPT;
        var message = MESSAGES.get(random.nextInt(MESSAGES.size()));
        var kind = Kind.values()[random.nextInt(Kind.values().length)];
        var body = switch (kind) {
            case PLAIN -> Requests.plain(model, message);
            case STREAMED -> Requests.streamed(model, message);
            case LEFT_STREAM -> Requests.streamed(model, LONG);
            case LEFT_EARLY -> Requests.plain(model, LATE);
        };
        var conversation = switch (kind) {
            case PLAIN -> Conversation.plain(caller, body);
            case STREAMED -> Conversation.streamed(caller, body);
            case LEFT_STREAM -> Conversation.left(caller, body, 1 + random.nextInt(MOST_EVENTS));
            case LEFT_EARLY -> leaveEarly(caller, body);
        };
        return new Turn(kind, trace, body.getBytes(UTF_8).length, conversation, System.nanoTime());
    }

    private static Conversation leaveEarly(Http caller, String body) {
        var leaving = System.nanoTime() + BEFORE_THE_ANSWER.toNanos();
        caller.abandonedChat(body, () -> System.nanoTime() > leaving);
        return Conversation.NONE;
    }

    /** The requests so far. */
    public List<Turn> turns() {
        return List.copyOf(turns);
    }

    /** Lets all come to their ends; fails when one of them failed. */
    @Override
    public void close() {
        over.set(true);
        talkers.close();
        for (var talker : talking) {
            if (talker.state() == Future.State.FAILED) {
                throw new AssertionError("a client failed", talker.exceptionNow());
            }
        }
    }
}
