package ru.xrouter.billing.balance;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import ru.xrouter.billing.ledger.Account;
import ru.xrouter.billing.ledger.AccountStore;

/** Compares the copies in Redis with the balances that they are of, and has those that differ written anew. */
@ApplicationScoped
public class BalanceCopies {
    private static final int PAGE = 500;
    /** So many that seem to differ are looked at again; where there are more, all are written anew by those anyway. */
    private static final int MOST = 10_000;
    /** Far longer than a copy is on its way. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(2);

    private final AccountStore accounts;
    private final BalanceCache balances;
    private final BalancePublisher publisher;

    BalanceCopies(AccountStore accounts, BalanceCache balances, BalancePublisher publisher) {
        this.accounts = accounts;
        this.balances = balances;
        this.publisher = publisher;
    }

    /**
     * How many copies are not what the database says: another amount at the same version, a version that the database does not know, or one
     * that it has left behind for longer than a copy is on its way. To be called outside of a transaction, which would see the past.
     */
    public long differing() {
        var suspects = suspects();
        if (suspects.isEmpty()) {
            return 0;
        }
        awaitThoseOnTheirWay();
        var differing = 0L;
        for (int from = 0; from < suspects.size(); from += PAGE) {
            differing += differing(suspects.subList(from, Math.min(from + PAGE, suspects.size())));
        }
        if (differing > 0) {
            publisher.publishAll();
        }
        return differing;
    }

    private static void awaitThoseOnTheirWay() {
        try {
            Thread.sleep(ON_ITS_WAY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Accounts whose copies are of another version, or say something else. */
    private List<Account> suspects() {
        var suspects = new ArrayList<Account>();
        var page = accounts.page("", PAGE);
        while (!page.isEmpty() && suspects.size() < MOST) {
            var copies = balances.copies(ids(page)).iterator();
            for (var account : page) {
                var copy = copies.next();
                if (copy.version() != account.version()
                        || copy.micros() != account.balance().micros()) {
                    suspects.add(account);
                }
            }
            page = accounts.page(page.getLast().accountId(), PAGE);
        }
        return suspects;
    }

    /** Of accounts in the order of their ids. */
    private long differing(List<Account> seen) {
        var copies = balances.copies(ids(seen)).iterator();
        // After the copies, so that none can be newer but by a mistake.
        var present = accounts.balances(ids(seen)).iterator();
        return seen.stream()
                .filter(before -> {
                    var copy = copies.next();
                    var now = present.next();
                    return copy.version() < before.version()
                            || copy.version() > now.version()
                            || (copy.version() == now.version() && copy.micros() != now.micros());
                })
                .count();
    }

    private static List<String> ids(List<Account> accounts) {
        return accounts.stream().map(Account::accountId).toList();
    }
}
