package ru.xrouter.router.health;

/** What was seen of a candidate in some time. Not for several threads at once. */
final class Tally {
    private final Times firstToken = new Times();
    private final Times whole = new Times();
    private long answered;
    private long failed;
    private long generations;
    private long tokens;
    private long millis;

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

    /** So many tokens were generated in so long. */
    void generated(long count, long took) {
        generations++;
        tokens += count;
        millis += took;
    }

    void add(Tally other) {
        answered += other.answered;
        failed += other.failed;
        generations += other.generations;
        tokens += other.tokens;
        millis += other.millis;
        firstToken.add(other.firstToken);
        whole.add(other.whole);
    }

    boolean isEmpty() {
        return answered + failed + generations + firstToken.count() == 0;
    }

    Figures figures() {
        return new Figures(answered, failed, Figures.Latency.of(firstToken), Figures.Latency.of(whole), throughput());
    }

    private Figures.Throughput throughput() {
        return new Figures.Throughput(generations, millis == 0 ? 0 : tokens * 1000.0 / millis);
    }

    Report report(Served served) {
        return new Report(
                served.model(),
                served.provider(),
                answered,
                failed,
                generations,
                tokens,
                millis,
                firstToken.steps(),
                whole.steps());
    }

    static Tally of(Report report) {
        var tally = new Tally();
        tally.answered = report.answered();
        tally.failed = report.failed();
        tally.generations = report.generations();
        tally.tokens = report.tokens();
        tally.millis = report.millis();
        tally.firstToken.add(report.firstToken());
        tally.whole.add(report.whole());
        return tally;
    }
}
