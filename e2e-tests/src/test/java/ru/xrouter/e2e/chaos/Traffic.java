package ru.xrouter.e2e.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT_VISION;
import static ru.xrouter.e2e.stack.Requests.PIXEL;
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

/** Clients that talk until they are closed: plain and streamed, to both providers, with pictures, answered, failing, broken off, left and overtaken by their deadline. */
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
    /** Two seconds longer than a generation may take here. */
    private static final String TOO_LONG = "Привет! [[sim tokens=240 chunks=120 gap=100ms]]";
    /** One stream in so many is too long, for it keeps its talker. */
    private static final int TOO_LONG_EVERY = 150;

    private static final List<Kind> OFTEN =
            List.of(Kind.PLAIN, Kind.STREAMED, Kind.LEFT_STREAM, Kind.LEFT_EARLY, Kind.PICTURE);
    private static final String IMAGE = "data:image/png;base64," + PIXEL;
    private static final int IMAGE_BYTES = "{'url':''}".length() + IMAGE.length();
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
        /** A question about a picture. */
        PICTURE,
        /** A stream that takes longer than it may. */
        TOO_LONG,
        /** A client that leaves in the middle of a stream. */
        LEFT_STREAM,
        /** A client that leaves before any answer, and so never learns its request's id. */
        LEFT_EARLY
    }

    /**
     * One request, known to the providers by its trace.
     *
     * @param bytes of its body but for its images
     * @param endedAt a moment of {@link System#nanoTime}
     */
    public record Turn(Kind kind, String trace, int bytes, int images, Conversation conversation, long endedAt) {}

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
        var kind = random.nextInt(TOO_LONG_EVERY) == 0 ? Kind.TOO_LONG : OFTEN.get(random.nextInt(OFTEN.size()));
        var body = switch (kind) {
            case PLAIN -> Requests.plain(model, message);
            case STREAMED -> Requests.streamed(model, message);
            case PICTURE -> Requests.showing(GIGACHAT_VISION, "Что на картинке?", IMAGE);
            case TOO_LONG -> Requests.streamed(model, TOO_LONG);
            case LEFT_STREAM -> Requests.streamed(model, LONG);
            case LEFT_EARLY -> Requests.plain(model, LATE);
        };
        var conversation = switch (kind) {
            case PLAIN, PICTURE -> Conversation.plain(caller, body);
            case STREAMED, TOO_LONG -> Conversation.streamed(caller, body);
            case LEFT_STREAM -> Conversation.left(caller, body, 1 + random.nextInt(MOST_EVENTS));
            case LEFT_EARLY -> leaveEarly(caller, body);
        };
        var images = kind == Kind.PICTURE ? 1 : 0;
        var bytes = body.getBytes(UTF_8).length - images * IMAGE_BYTES;
        return new Turn(kind, trace, bytes, images, conversation, System.nanoTime());
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
