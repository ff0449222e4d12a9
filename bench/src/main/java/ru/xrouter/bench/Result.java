package ru.xrouter.bench;

import java.util.Collection;
import java.util.Map;
import ru.xrouter.bench.load.Measured;
import ru.xrouter.bench.machine.Processes.Usage;

/**
 * One scenario at one target.
 *
 * @param hops the processes between the generator and the simulator
 * @param used by process, in the window
 * @param otherMicros CPU time of processes that do not belong to the benchmark: the lower, the better the measurement
 */
record Result(
        String target,
        Scenario scenario,
        Collection<String> hops,
        Measured measured,
        Map<String, Usage> used,
        long otherMicros) {

    /** CPU microseconds per completed request, of all hops together. */
    double hopMicrosPerRequest() {
        return hopMicros() / measured.completed();
    }

    /** CPU microseconds per streamed event, of all hops together. */
    double hopMicrosPerChunk() {
        return hopMicros() / measured.chunks();
    }

    /** Requests a second that one core spent on the hops alone would serve. */
    double ratePerHopCore() {
        return 1e6 / hopMicrosPerRequest();
    }

    /** What the process used in the window; nothing when it did not run. */
    Usage usage(String process) {
        return used.getOrDefault(process, Usage.NONE);
    }

    /** How many cores the processes outside the benchmark took. */
    double otherCores() {
        return otherMicros / 1000.0 / measured.windowMillis();
    }

    private double hopMicros() {
        return hops.stream().mapToDouble(hop -> usage(hop).micros()).sum();
    }
}
