package ru.xrouter.auth.tier;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.KeyLimits;

/** A named set of limits; operators change tiers in the database. */
@Entity
@Immutable
@Table(name = "tier")
public class Tier {
    @Id
    private String name;

    @Column(name = "requests_per_minute")
    private int requestsPerMinute;

    @Column(name = "requests_per_day")
    private @Nullable Integer requestsPerDay;

    @Column(name = "tokens_per_minute")
    private @Nullable Integer tokensPerMinute;

    @Column(name = "tokens_per_day")
    private @Nullable Integer tokensPerDay;

    @Column(name = "concurrency")
    private int concurrency;

    /** For Hibernate, which fills the fields. */
    @SuppressWarnings("NullAway.Init")
    protected Tier() {}

    public String name() {
        return name;
    }

    public KeyLimits limits() {
        return new KeyLimits(requestsPerMinute, requestsPerDay, tokensPerMinute, tokensPerDay, concurrency);
    }

    public int requestsPerMinute() {
        return requestsPerMinute;
    }

    /** Null: no such limit. */
    public @Nullable Integer requestsPerDay() {
        return requestsPerDay;
    }

    /** Null: no such limit. */
    public @Nullable Integer tokensPerMinute() {
        return tokensPerMinute;
    }

    /** Null: no such limit. */
    public @Nullable Integer tokensPerDay() {
        return tokensPerDay;
    }

    public int concurrency() {
        return concurrency;
    }
}
