package ru.xrouter.billing.topup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import ru.xrouter.api.money.Money;
import ru.xrouter.billing.balance.BalanceCache;
import ru.xrouter.billing.ledger.Account;
import ru.xrouter.billing.ledger.AccountStore;
import ru.xrouter.billing.ledger.LedgerStore;

/** Changes what accounts have, other than by generations; an account begins to exist with the first change. */
@ApplicationScoped
class TopUps {
    private final AccountStore accounts;
    private final LedgerStore ledger;
    private final BalanceCache balances;

    TopUps(AccountStore accounts, LedgerStore ledger, BalanceCache balances) {
        this.accounts = accounts;
        this.ledger = ledger;
        this.balances = balances;
    }

    /** Gives credit that is spent before what was paid in, and expires. */
    @Transactional
    Result promote(String accountId, String reference, Money amount, Instant expiresAt) {
        begin(accountId);
        var fresh = ledger.promote(accountId, reference, amount, expiresAt);
        return result(accountId, amount, fresh, () -> ledger.promotionOf(accountId, reference));
    }

    /** Sets right what was booked wrong, by another entry. */
    @Transactional
    Result adjust(String accountId, String reference, Money amount, String note) {
        begin(accountId);
        var fresh = ledger.adjust(accountId, reference, amount, note);
        return result(accountId, amount, fresh, () -> ledger.adjustmentOf(accountId, reference));
    }

    /**
     * Takes back what is left of an account's expired promotions, as far as it is not held: in Redis first, so that no generation is
     * admitted by credit that goes. When this fails, Redis may have less than the ledger and must be told again.
     */
    @Transactional
    void expirePromotions(String accountId) {
        begin(accountId);
        var held = balances.take(accounts.findById(accountId), ledger.expiredPromotions(accountId));
        ledger.expirePromotions(accountId, held);
    }

    @Transactional
    List<String> accountsWithExpiredPromotions(int atMost) {
        return ledger.accountsWithExpiredPromotions(atMost);
    }

    @Transactional
    Result topUp(String accountId, String reference, Money amount) {
        begin(accountId);
        var fresh = ledger.topUp(accountId, reference, amount);
        return result(accountId, amount, fresh, () -> ledger.topUpOf(accountId, reference));
    }

    private void begin(String accountId) {
        var ids = List.of(accountId);
        accounts.open(ids);
        accounts.lock(ids);
    }

    private Result result(String accountId, Money amount, boolean fresh, Supplier<Optional<Money>> before) {
        return fresh || before.get().orElseThrow().equals(amount)
                ? new Result.ToppedUp(accounts.findById(accountId), fresh)
                : new Result.OtherAmount();
    }

    /** What came of a change. */
    sealed interface Result {
        /** @param fresh false when it was made before */
        record ToppedUp(Account account, boolean fresh) implements Result {}

        /** The reference stands for another amount. */
        record OtherAmount() implements Result {}
    }
}
