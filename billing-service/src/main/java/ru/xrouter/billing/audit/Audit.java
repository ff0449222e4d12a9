package ru.xrouter.billing.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;

/**
 * What came of recomputing everything that is kept as a sum, all of one moment.
 *
 * @param driftingCopies copies of balances in Redis that are not what the database says; they are written anew
 */
record Audit(
        @JsonProperty("finished_at") Instant finishedAt,
        @JsonProperty("checks") List<Check> checks,
        @JsonProperty("drifting_copies") long driftingCopies) {
    Audit {
        checks = List.copyOf(checks);
    }

    /** All differences, added up without their signs. */
    @JsonProperty("difference_micros")
    long differenceMicros() {
        return checks.stream().mapToLong(Check::differenceMicros).sum();
    }

    /** Rows of all checks that are not as the entries say. */
    @JsonProperty("differing")
    long differing() {
        return checks.stream().mapToLong(Check::differing).sum();
    }

    /**
     * One kind of sum.
     *
     * @param differing rows that are not as the entries say
     * @param differenceMicros by how much, without signs
     */
    record Check(
            @JsonProperty("check") String check,
            @JsonProperty("differing") long differing,
            @JsonProperty("difference_micros") long differenceMicros) {}
}
