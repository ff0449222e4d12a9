package ru.xrouter.auth.account;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import ru.xrouter.auth.id.RandomIds;

/** Accounts by id. */
@ApplicationScoped
public class AccountStore implements PanacheRepositoryBase<Account, String> {
    private final RandomIds ids;

    AccountStore(RandomIds ids) {
        this.ids = ids;
    }

    /** Makes an account and tells its id. */
    public String add(String name, Instant now) {
        var account = new Account(ids.next("acct"), name, now);
        persistAndFlush(account);
        return account.accountId();
    }

    /** Whether there is such an account and it is not closed. */
    public boolean exists(String accountId) {
        return findByIdOptional(accountId).filter(account -> !account.closed()).isPresent();
    }
}
