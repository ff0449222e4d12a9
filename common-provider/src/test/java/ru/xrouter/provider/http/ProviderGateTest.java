package ru.xrouter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.provider.http.RunningAdapter.awaitTrue;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderGateTest {
    private static final int MOST = 3;
    private static final int WAITING = 5;

    private final Vertx vertx = Vertx.vertx();
    private final List<Context> loops = List.of(vertx.getOrCreateContext(), vertx.getOrCreateContext());
    private final Queue<Integer> admitted = new ConcurrentLinkedQueue<>();
    private final ProviderGate gate = gate(MOST);

    @AfterEach
    void stop() {
        RunningAdapter.await(vertx.close());
    }

    @Test
    void letsTheWaitingInInTheirOrder() {
        // Given
        var inside = enter(0, MOST);
        enter(MOST, MOST + WAITING);

        // When
        inside.forEach(ProviderGate.Pass::leave);
        awaitTrue(() -> admitted.size() == 2 * MOST);

        // Then
        assertThat(admitted).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void admitsACallOnItsOwnEventLoop() {
        // Given
        var inside = enter(0, MOST);
        var seen = new ConcurrentLinkedQueue<Context>();
        for (var loop : loops) {
            gate.pass(loop, () -> seen.add(vertx.getOrCreateContext())).enter();
        }

        // When
        inside.getFirst().leave();
        awaitTrue(() -> seen.size() == 1);
        inside.getLast().leave();
        awaitTrue(() -> seen.size() == 2);

        // Then
        assertThat(seen).containsExactlyElementsOf(loops);
    }

    @Test
    void turnsAwayWhenTooManyWait() {
        // Given
        enter(0, MOST);
        var waiting = enter(MOST, MOST + WAITING);

        // When
        var tooMany = pass(100).enter();
        waiting.getFirst().leave();
        var again = pass(101).enter();

        // Then
        assertThat(tooMany).isFalse();
        assertThat(again).isTrue();
    }

    @Test
    void passesOverACallThatNoLongerWaits() {
        // Given
        var inside = enter(0, MOST);
        var waiting = enter(MOST, MOST + 2);

        // When
        waiting.getFirst().leave();
        inside.getFirst().leave();
        awaitTrue(() -> admitted.size() > MOST);

        // Then
        assertThat(admitted).containsExactly(0, 1, 2, 4);
    }

    @Test
    void givesAPlaceBackOnlyOnce() {
        // Given
        var inside = enter(0, MOST);
        enter(MOST, MOST + 2);

        // When
        inside.getFirst().leave();
        inside.getFirst().leave();

        // Then
        awaitTrue(() -> admitted.size() > MOST);
        inside.getLast().leave();
        awaitTrue(() -> admitted.size() > MOST + 1);
        assertThat(admitted).containsExactly(0, 1, 2, 3, 4);
        assertThat(admittedAtOnce()).isLessThan(MOST);
    }

    @Test
    void letsEveryoneInWithoutALimit() {
        // Given
        var open = gate(0);

        // When
        var entered = IntStream.range(0, 1000)
                .filter(_ -> open.pass(loops.getFirst(), () -> {}).enter())
                .count();

        // Then
        assertThat(entered).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void isNeverFullerThanAllowedAndEndsEmptyWhateverItsCallsDo(long seed) {
        // Given
        var calls = new Random(seed);
        var running = new AtomicInteger();
        var fullest = new AtomicInteger();
        var ended = new AtomicInteger();
        int count = 2000;

        // When
        for (int i = 0; i < count; i++) {
            var loop = loops.get(calls.nextInt(loops.size()));
            int kind = calls.nextInt(3);
            loop.runOnContext(_ -> call(loop, kind, running, fullest, ended));
        }
        awaitTrue(() -> ended.get() == count);

        // Then
        assertThat(fullest.get()).isBetween(1, MOST);
        awaitTrue(() -> running.get() == 0);
        assertThat(admittedAtOnce()).isEqualTo(MOST);
    }

    /** A call that ends at once, after a while, or that is given up while it may still wait. */
    private void call(Context loop, int kind, AtomicInteger running, AtomicInteger fullest, AtomicInteger ended) {
        var holder = new ArrayList<ProviderGate.Pass>();
        var over = new boolean[2];
        Runnable leave = () -> {
            if (over[0] && !over[1]) {
                running.decrementAndGet();
            }
            over[1] = true;
            holder.getFirst().leave();
        };
        var pass = gate.pass(loop, () -> {
            if (over[1]) {
                return;
            }
            over[0] = true;
            fullest.accumulateAndGet(running.incrementAndGet(), Math::max);
            if (kind == 0) {
                leave.run();
                ended.incrementAndGet();
            } else if (kind == 1) {
                loop.runOnContext(_ -> {
                    leave.run();
                    ended.incrementAndGet();
                });
            }
        });
        holder.add(pass);
        var entered = pass.enter();
        if (!entered) {
            ended.incrementAndGet();
        } else if (kind == 2) {
            loop.runOnContext(_ -> {
                leave.run();
                leave.run();
                ended.incrementAndGet();
            });
        }
    }

    /** How many calls the gate lets in at once from now on. */
    private int admittedAtOnce() {
        var before = admitted.size();
        enter(1000, 1000 + MOST);
        return admitted.size() - before;
    }

    private List<ProviderGate.Pass> enter(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> {
                    var pass = pass(number);
                    assertThat(pass.enter()).isTrue();
                    return pass;
                })
                .toList();
    }

    @Test
    void admitsWhatTheProviderDocumentsUnlessTold() {
        var provider = new ToyProvider(URI.create("http://localhost"), ToyProvider.Extra.ONE_AT_A_TIME);
        var config = new TestConfig();

        config.concurrency = null;
        assertThat(atOnce(new ProviderGate(config, provider))).isEqualTo(1);
        config.concurrency = 2;
        assertThat(atOnce(new ProviderGate(config, provider))).isEqualTo(2);
        config.concurrency = 0;
        assertThat(atOnce(new ProviderGate(config, provider))).isEqualTo(MOST);
    }

    /** How many of some calls are let in at once. */
    private int atOnce(ProviderGate gate) {
        for (int number = 0; number < MOST; number++) {
            gate.pass(loops.getFirst(), () -> {}).enter();
        }
        return gate.running();
    }

    private ProviderGate.Pass pass(int number) {
        return gate.pass(loops.get(number % loops.size()), () -> admitted.add(number));
    }

    private static ProviderGate gate(int most) {
        return new ProviderGate(most, WAITING);
    }
}
