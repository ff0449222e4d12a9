package ru.xrouter.auth.tier;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A named set of limits; operators change tiers in the database. */
@Entity
@Immutable
@Table(name = "tier")
public class Tier {
    @Id
    private String name;

    @Column(name = "requests_per_minute")
    private int requestsPerMinute;

    @Column(name = "concurrency")
    private int concurrency;

    /** For Hibernate, which fills the fields. */
    @SuppressWarnings("NullAway.Init")
    protected Tier() {}

    public String name() {
        return name;
    }

    public int requestsPerMinute() {
        return requestsPerMinute;
    }

    public int concurrency() {
        return concurrency;
    }
}
