package ru.xrouter.router.health;

/** What was seen of a candidate in some time. Not for several threads at once. */
final class Tally {
    private static final long THOUSAND = 1000;
    private static final double MILLION = 1e6;

    private final Times firstToken = new Times();
    private final Times whole = new Times();
    private final Times pace = new Times();
    private long answered;
    private long failed;

    void answered() {
        answered++;
    }

    void failed() {
        failed++;
    }

    /** A streamed answer began after so long. */
    void firstToken(long after) {
        firstToken.add(after);
    }

    /** An answer that was not streamed was there after so long. */
    void whole(long after) {
        whole.add(after);
    }

    /** So many tokens, at least one, were generated in so long: kept as milliseconds per thousand of them. */
    void generated(long tokens, long took) {
        pace.add(took * THOUSAND / tokens);
    }

    void add(Tally other) {
        answered += other.answered;
        failed += other.failed;
        firstToken.add(other.firstToken);
        whole.add(other.whole);
        pace.add(other.pace);
    }

    boolean isEmpty() {
        return answered + failed + pace.count() + firstToken.count() == 0;
    }

    Figures figures() {
        return new Figures(answered, failed, Figures.Latency.of(firstToken), Figures.Latency.of(whole), throughput());
    }

    private Figures.Throughput throughput() {
        return new Figures.Throughput(pace.count(), pace.count() == 0 ? 0 : MILLION / (double) pace.percentile(0.5));
    }

    Report report(Served served) {
        return new Report(
                served.model(), served.provider(), answered, failed, firstToken.steps(), whole.steps(), pace.steps());
    }

    static Tally of(Report report) {
        var tally = new Tally();
        tally.answered = report.answered();
        tally.failed = report.failed();
        tally.firstToken.add(report.firstToken());
        tally.whole.add(report.whole());
        tally.pace.add(report.pace());
        return tally;
    }
}
