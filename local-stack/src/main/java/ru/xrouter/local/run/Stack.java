package ru.xrouter.local.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import ru.xrouter.local.plan.Component;
import ru.xrouter.local.plan.LaunchPlan;
import ru.xrouter.local.state.PidFiles;

/** All processes together: started in the order of their needs, stopped in the reverse one, watched in between. */
public final class Stack {
    private static final int STARTED_AT_ONCE = 3;
    private static final int LINES_SHOWN = 20;

    private final LaunchPlan plan;
    private final Console console;
    private final PidFiles pids;
    private final Map<Component, Member> members = new EnumMap<>(Component.class);
    private final Set<Component> expectedToEnd = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    public Stack(LaunchPlan plan, Console console) {
        this.plan = plan;
        this.console = console;
        this.pids = new PidFiles(plan.state());
        new Members(plan).all().forEach(member -> members.put(member.component(), member));
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
        try (var executor = Executors.newFixedThreadPool(STARTED_AT_ONCE)) {
            var failure = new CompletableFuture<Void>();
            var started = new EnumMap<Component, CompletableFuture<Void>>(Component.class);
            members.forEach((component, member) -> {
                var ready = afterNeeds(component, started, executor, member);
                ready.exceptionally(cause -> {
                    failure.completeExceptionally(cause);
                    return null;
                });
                started.put(component, ready);
            });
            var all = CompletableFuture.allOf(started.values().toArray(CompletableFuture[]::new));
            CompletableFuture.anyOf(all, failure).join();
        } catch (CompletionException e) {
            throw startFailed(e);
        }
    }

    private CompletableFuture<Void> afterNeeds(
            Component component, Map<Component, CompletableFuture<Void>> started, Executor executor, Member member) {
        var needs = component.needs().stream()
                .filter(started::containsKey)
                .map(started::get)
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(needs).thenRunAsync(() -> startOne(member), executor);
    }

    private void startOne(Member member) {
        try {
            var took = launch(member);
            console.good(
                    "%-20s ready in %6s   %s".formatted(member.component().label(), took, where(member.component())));
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
                pids.write(member.component().label(), process.get());
            }
        }
        member.awaitReady();
        watch(member);
        return Console.seconds(Duration.between(begun, Instant.now()));
    }

    private void watch(Member member) {
        var _ = member.ended().thenAccept(how -> {
            if (!stopping && !expectedToEnd.contains(member.component())) {
                reportEnd(member, how);
            }
        });
    }

    private void reportEnd(Member member, String how) {
        var label = member.component().label();
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
    public String restart(Component component) {
        var member = members.get(component);
        if (member == null) {
            return "failed: %s does not run here".formatted(component.label());
        }
        expectedToEnd.add(component);
        try {
            synchronized (member) {
                member.stop();
            }
            var took = launch(member);
            console.good("%-20s ready in %6s   restarted".formatted(component.label(), took));
            return "%s ready in %s".formatted(component.label(), took);
        } catch (StartFailedException e) {
            console.bad(String.valueOf(e.getMessage()), e.details());
            return "failed: " + e.getMessage();
        } catch (IOException e) {
            return "failed: " + e;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "failed: interrupted";
        } finally {
            expectedToEnd.remove(component);
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
                            .noneMatch(other -> other.component().needs().contains(member.component())))
                    .toList();
            unneeded.parallelStream().forEach(this::stopOne);
            left.removeAll(unneeded);
        }
    }

    private void stopOne(Member member) {
        synchronized (member) {
            try {
                member.stop();
                pids.remove(member.component().label());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private String where(Component component) {
        return switch (component) {
            case POSTGRES -> "127.0.0.1:" + plan.ports().of(component);
            case REDIS -> "redis://127.0.0.1:" + plan.ports().of(component);
            case SIMULATOR, AUTH, BILLING, GIGACHAT, YANDEXGPT, ROUTER, GATEWAY ->
                "http://localhost:" + plan.ports().of(component);
        };
    }
}
