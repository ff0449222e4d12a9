package ru.xrouter.local.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import ru.xrouter.local.state.StateDirectory;

/** Lets another program ask the running stack for something, by files: a request, then its reply. */
public final class Control {
    private static final String REQUEST = ".request";
    private static final String REPLY = ".reply";
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final StateDirectory state;

    public Control(StateDirectory state) {
        this.state = state;
    }

    /** Asks, and waits for the reply; empty when none came in time or the stack is gone. */
    public Optional<String> ask(String request, ProcessHandle stack, Duration bound)
            throws IOException, InterruptedException {
        var id = UUID.randomUUID().toString();
        state.write("control/" + id + REQUEST, request);
        var latest = Instant.now().plus(bound);
        while (stack.isAlive() && Instant.now().isBefore(latest)) {
            var reply = state.read("control/" + id + REPLY);
            if (reply.isPresent()) {
                state.remove("control/" + id + REPLY);
                return reply;
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
        state.remove("control/" + id + REQUEST);
        return Optional.empty();
    }

    /** Answers the requests that wait. */
    public void serve(Function<String, String> answer) throws IOException {
        try (var waiting = Files.newDirectoryStream(state.directory("control"), "*" + REQUEST)) {
            for (var request : waiting) {
                serve(request, answer);
            }
        }
    }

    /** Forgets what was asked of an earlier stack. */
    public void clear() throws IOException {
        try (var left = Files.newDirectoryStream(state.directory("control"))) {
            for (var file : left) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void serve(Path request, Function<String, String> answer) throws IOException {
        var text = Files.readString(request);
        Files.delete(request);
        var name = request.getFileName().toString().replace(REQUEST, REPLY);
        state.write("control/" + name, answer.apply(text));
    }
}
