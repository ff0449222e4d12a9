package ru.xrouter.monitoring;

import static ru.xrouter.monitoring.Panel.series;
import static ru.xrouter.monitoring.Panel.stack;

/** What every service's dashboard ends with: the process, its memory and its event loops. */
final class ProcessRow {
    private ProcessRow() {}

    /** @param job part of the name of the scrape job */
    static Dashboard.Row of(String job) {
        var where = "@, job=~\".*(%s).*\"".formatted(job);
        return Dashboard.Row.of(
                "Process",
                series("CPU", Unit.SHARE, "Of all the CPU that the process may use.")
                        .query("process_cpu_usage{%s}".formatted(where), "{{pod}}")
                        .thresholds(0.7, 0.9),
                series(
                                "Event loop delay",
                                Unit.SECONDS,
                                "How late an event loop was at worst in the last minute: blocked code, or too little CPU.")
                        .query("xrouter_event_loop_lag_seconds{%s}".formatted(where), "{{pod}}")
                        .thresholds(0.05, 0.25)
                        .runbook("XRouterEventLoopLate"),
                series(
                                "Memory in RAM",
                                Unit.BYTES,
                                "Of the whole process: heap, and what the JVM and Netty take beside it.")
                        .query("process_resident_memory_bytes{%s}".formatted(where), "{{pod}}"),
                stack("Heap", Unit.BYTES, "By the collector's spaces.")
                        .query("sum by (id) (jvm_memory_used_bytes{%s, area=\"heap\"})".formatted(where), "{{id}}")
                        .runbook("XRouterHeapNearlyFull"),
                stack("Memory beside the heap", Unit.BYTES, "Classes, compiled code, and buffers outside the heap.")
                        .query("sum by (id) (jvm_memory_used_bytes{%s, area=\"nonheap\"})".formatted(where), "{{id}}")
                        .query("sum by (id) (jvm_buffer_memory_used_bytes{%s})".formatted(where), "buffers {{id}}"),
                series(
                                "Heap after collection",
                                Unit.SHARE,
                                "What was really in use after the last whole collection; 0 before the first.")
                        .query(
                                "max by (pod) (jvm_gc_live_data_size_bytes{%1$s} / jvm_gc_max_data_size_bytes{%1$s})"
                                        .formatted(where),
                                "{{pod}}")
                        .thresholds(0.75, 0.9)
                        .runbook("XRouterHeapNearlyFull"),
                series("Collection pauses", Unit.SHARE, "Share of time in which the collector held everything up.")
                        .query("sum by (pod) (rate(jvm_gc_pause_seconds_sum{%s}[I]))".formatted(where), "{{pod}}")
                        .thresholds(0.02, 0.1),
                series("Threads", Unit.COUNT, "Platform threads.")
                        .query("jvm_threads_live_threads{%s}".formatted(where), "{{pod}}"),
                series("Open files", Unit.SHARE, "Sockets and files, of those that the process may have.")
                        .query(
                                "process_files_open_files{%1$s} / process_files_max_files{%1$s}".formatted(where),
                                "{{pod}}")
                        .thresholds(0.6, 0.8));
    }
}
