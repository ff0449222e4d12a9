package ru.xrouter.billing.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import ru.xrouter.api.money.Money;

/** Who pays: the sums of its ledger entries. Read here; written by the statements of {@link LedgerStore} alone. */
@Entity
@Immutable
@Table(name = "account")
public class Account {
    @Id
    @Column(name = "account_id")
    private String accountId;

    @Column(name = "balance")
    private long balance;

    @Column(name = "promotional")
    private long promotional;

    @Column(name = "topped_up")
    private long toppedUp;

    @Column(name = "spent")
    private long spent;

    @Column(name = "version")
    private long version;

    /** For Hibernate, which fills the fields. */
    @SuppressWarnings("NullAway.Init")
    protected Account() {}

    public String accountId() {
        return accountId;
    }

    /** What is left to spend; negative when a generation cost more than was left. */
    public Money balance() {
        return new Money(balance);
    }

    /** The part of the balance that was given and not paid in. */
    public Money promotional() {
        return new Money(promotional);
    }

    public Money toppedUp() {
        return new Money(toppedUp);
    }

    public Money spent() {
        return new Money(spent);
    }

    /** Grows with every change of the balance. */
    public long version() {
        return version;
    }
}
