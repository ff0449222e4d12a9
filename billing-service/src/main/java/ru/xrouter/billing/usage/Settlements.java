package ru.xrouter.billing.usage;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import ru.xrouter.api.usage.UsageEvent;
import ru.xrouter.billing.ledger.Account;
import ru.xrouter.billing.ledger.AccountStore;
import ru.xrouter.billing.ledger.LedgerStore;
import ru.xrouter.billing.ledger.SpentByKey;

/**
 * Settles generations: usage, ledger entry and balance in one transaction. A generation is charged once, however often
 * and wherever its event is settled; a cost above the hold is charged in full.
 */
@ApplicationScoped
public class Settlements {
    private final UsageStore usage;
    private final AccountStore accounts;
    private final LedgerStore ledger;
    private final ObjectMapper json;

    Settlements(UsageStore usage, AccountStore accounts, LedgerStore ledger, ObjectMapper json) {
        this.usage = usage;
        this.accounts = accounts;
        this.ledger = ledger;
        this.json = json;
    }

    /** All or nothing. Returns also the accounts for which there was nothing to do, since their holds are still to go. */
    @Transactional
    public Settled settle(List<UsageEvent> events) {
        var accountIds = new TreeSet<String>();
        events.forEach(event -> accountIds.add(event.accountId()));
        accounts.open(accountIds);
        accounts.lock(accountIds);
        var charged = usage.write(write(events));
        if (!charged.isEmpty()) {
            ledger.charge(charged);
        }
        return new Settled(Set.copyOf(charged), accounts.ofIds(accountIds), spentByCappedKeys(events));
    }

    private List<SpentByKey> spentByCappedKeys(List<UsageEvent> events) {
        var keys = events.stream()
                .filter(UsageEvent::capped)
                .collect(groupingBy(UsageEvent::accountId, mapping(UsageEvent::keyId, toSet())));
        return keys.entrySet().stream()
                .flatMap(account -> ledger.spentBy(account.getKey(), account.getValue()).stream())
                .toList();
    }

    private String write(List<UsageEvent> events) {
        try {
            return json.writeValueAsString(events);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What a settlement did.
     *
     * @param charged generations that were charged now, not before
     * @param accounts every account of the batch, as it stands now
     * @param spent what the batch's keys with a spending cap have spent
     */
    public record Settled(Set<String> charged, List<Account> accounts, List<SpentByKey> spent) {
        public Settled {
            accounts = List.copyOf(accounts);
            spent = List.copyOf(spent);
        }
    }
}
