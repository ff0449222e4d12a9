package ru.xrouter.local.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import ru.xrouter.local.plan.LaunchPlan;
import ru.xrouter.local.plan.Part;
import ru.xrouter.local.state.PidFiles;

/** All processes together: started in the order of their needs, stopped in the reverse one, watched in between. */
public final class Stack {
    private static final int STARTED_AT_ONCE = 3;
    private static final int LINES_SHOWN = 20;

    private final LaunchPlan plan;
    private final Console console;
    private final PidFiles pids;
    private final Members parts;
    private final Map<Part, Member> members = new LinkedHashMap<>();
    private final Set<Part> expectedToEnd = ConcurrentHashMap.newKeySet();
    private final Optional<Front> front;
    private volatile boolean stopping;

    public Stack(LaunchPlan plan, Console console) {
        this.plan = plan;
        this.console = console;
        this.pids = new PidFiles(plan.state());
        this.front = plan.replicated() ? Optional.of(new Front(plan, pids)) : Optional.empty();
        this.parts = new Members(plan);
        parts.all().forEach(member -> members.put(member.part(), member));
    }

    /** Fails before anything is started when somebody else has a port. */
    public void checkPorts() throws StartFailedException {
        var taken = plan.ports().taken(members.keySet()).entrySet().stream()
                .filter(port -> PortHolder.isTaken(port.getKey()))
                .map(port -> "port %d, wanted by %s, is held by %s"
                        .formatted(port.getKey(), port.getValue().label(), PortHolder.of(port.getKey())))
                .toList();
        if (!taken.isEmpty()) {
            throw new StartFailedException("Ports are taken; --port-offset N moves all of ours.", taken);
        }
    }

    /** Returns when everything serves; fails with the first that does not. */
    public void start() throws StartFailedException {
        parts.unpack();
        if (front.isPresent()) {
            front.get().start();
        }
        try (var executor = Executors.newFixedThreadPool(STARTED_AT_ONCE)) {
            var failure = new CompletableFuture<Void>();
            var started = new LinkedHashMap<Part, CompletableFuture<Void>>();
            members.forEach((part, member) -> {
                var ready = afterNeeds(part, started, executor, member);
                ready.exceptionally(cause -> {
                    failure.completeExceptionally(cause);
                    return null;
                });
                started.put(part, ready);
            });
            var all = CompletableFuture.allOf(started.values().toArray(CompletableFuture[]::new));
            CompletableFuture.anyOf(all, failure).join();
        } catch (CompletionException e) {
            throw startFailed(e);
        }
    }

    private CompletableFuture<Void> afterNeeds(
            Part part, Map<Part, CompletableFuture<Void>> started, Executor executor, Member member) {
        var needs = started.entrySet().stream()
                .filter(other ->
                        part.component().needs().contains(other.getKey().component()))
                .map(Map.Entry::getValue)
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(needs).thenRunAsync(() -> startOne(member), executor);
    }

    private void startOne(Member member) {
        try {
            var took = launch(member);
            console.good("%-20s ready in %6s   %s".formatted(member.part().label(), took, where(member.part())));
        } catch (StartFailedException | IOException e) {
            stopping = true;
            stopAll();
            throw new CompletionException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }

    private String launch(Member member) throws StartFailedException, IOException, InterruptedException {
        var begun = Instant.now();
        synchronized (member) {
            if (stopping) {
                throw new StartFailedException("the stack is being stopped", List.of());
            }
            member.launch();
            var process = member.process();
            if (process.isPresent()) {
                pids.write(member.part().label(), process.get());
            }
        }
        member.awaitReady();
        watch(member);
        return Console.seconds(Duration.between(begun, Instant.now()));
    }

    private void watch(Member member) {
        var _ = member.ended().thenAccept(how -> {
            if (!stopping && !expectedToEnd.contains(member.part())) {
                reportEnd(member, how);
            }
        });
    }

    private void reportEnd(Member member, String how) {
        var label = member.part().label();
        try {
            var lines = new ArrayList<>(member.log().tail(LINES_SHOWN));
            lines.add("Start it again: ./xrouter restart " + label);
            console.bad(
                    "%s died: %s. Last lines of %s:"
                            .formatted(label, how, member.log().path()),
                    lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StartFailedException startFailed(CompletionException e) {
        Throwable cause = e;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof StartFailedException failed
                ? failed
                : new StartFailedException(String.valueOf(cause), List.of());
    }

    /** Stops a component if it runs, starts it, and tells how that went. */
    public String restart(Part part) {
        var member = members.get(part);
        if (member == null) {
            return "failed: %s does not run here".formatted(part.label());
        }
        expectedToEnd.add(part);
        try {
            leaveFront(part);
            synchronized (member) {
                member.stop();
            }
            var took = launch(member);
            joinFront(part);
            console.good("%-20s ready in %6s   restarted".formatted(part.label(), took));
            return "%s ready in %s".formatted(part.label(), took);
        } catch (StartFailedException e) {
            console.bad(String.valueOf(e.getMessage()), e.details());
            return "failed: " + e.getMessage();
        } catch (IOException e) {
            return "failed: " + e;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "failed: interrupted";
        } finally {
            expectedToEnd.remove(part);
        }
    }

    private void leaveFront(Part part) throws IOException, StartFailedException, InterruptedException {
        if (front.isPresent()) {
            front.get().leave(part);
        }
    }

    private void joinFront(Part part) throws IOException, StartFailedException, InterruptedException {
        if (front.isPresent()) {
            front.get().join(part);
        }
    }

    /** Keeps every log within its bound. */
    public void boundLogs() throws IOException {
        for (var member : members.values()) {
            member.log().bound();
        }
    }

    /** Stops everything, those first that others do not need; returns when nothing is left. */
    public void stop() {
        stopping = true;
        stopAll();
    }

    private void stopAll() {
        var left = new ArrayList<>(members.values());
        while (!left.isEmpty()) {
            var unneeded = left.stream()
                    .filter(member -> left.stream()
                            .noneMatch(other -> other.part()
                                    .component()
                                    .needs()
                                    .contains(member.part().component())))
                    .toList();
            unneeded.parallelStream().forEach(this::stopOne);
            left.removeAll(unneeded);
        }
        front.ifPresent(Front::stop);
    }

    private void stopOne(Member member) {
        synchronized (member) {
            try {
                member.stop();
                pids.remove(member.part().label());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private String where(Part part) {
        return switch (part.component()) {
            case POSTGRES -> "127.0.0.1:" + plan.ports().of(part);
            case REDIS -> "redis://127.0.0.1:" + plan.ports().of(part);
            case SIMULATOR, AUTH, BILLING, GIGACHAT, YANDEXGPT, ROUTER, GATEWAY, PROMETHEUS ->
                "http://localhost:" + plan.ports().of(part);
        };
    }
}
