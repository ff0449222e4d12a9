package ru.xrouter.billing.topup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import ru.xrouter.api.money.Money;
import ru.xrouter.billing.ledger.Account;
import ru.xrouter.billing.ledger.AccountStore;
import ru.xrouter.billing.ledger.LedgerStore;

/** Pays money into accounts; an account begins to exist with its first top-up. */
@ApplicationScoped
class TopUps {
    private final AccountStore accounts;
    private final LedgerStore ledger;

    TopUps(AccountStore accounts, LedgerStore ledger) {
        this.accounts = accounts;
        this.ledger = ledger;
    }

    @Transactional
    Result topUp(String accountId, String reference, Money amount) {
        var ids = List.of(accountId);
        accounts.open(ids);
        accounts.lock(ids);
        var fresh = ledger.topUp(accountId, reference, amount);
        if (!fresh && !ledger.topUpOf(accountId, reference).orElseThrow().equals(amount)) {
            return new Result.OtherAmount();
        }
        return new Result.ToppedUp(accounts.findById(accountId), fresh);
    }

    /** What came of a top-up. */
    sealed interface Result {
        /** @param fresh false when it was made before */
        record ToppedUp(Account account, boolean fresh) implements Result {}

        /** The reference stands for a top-up of another amount. */
        record OtherAmount() implements Result {}
    }
}
