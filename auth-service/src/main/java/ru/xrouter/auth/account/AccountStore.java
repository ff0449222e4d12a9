package ru.xrouter.auth.account;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

/** Accounts by id. */
@ApplicationScoped
public class AccountStore implements PanacheRepositoryBase<Account, String> {
    public boolean exists(String accountId) {
        return findByIdOptional(accountId).isPresent();
    }
}
