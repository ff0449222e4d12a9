package ru.xrouter.auth.limit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ru.xrouter.api.access.KeyLimits;
import ru.xrouter.api.access.ModelLimits;
import ru.xrouter.auth.audit.ActKind;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.auth.notice.Notices;
import ru.xrouter.auth.tier.Tier;

/** What accounts may ask for: what was agreed with them, else their tier's. Gateways hear of a change at once. */
@ApplicationScoped
public class Allowances {
    /** Understood by the gateways as every key and grant. */
    private static final String ALL = "*";

    private final LimitStore store;
    private final Notices notices;
    private final AuditLog audit;

    Allowances(LimitStore store, Notices notices, AuditLog audit) {
        this.store = store;
        this.notices = notices;
        this.audit = audit;
    }

    /** What an account may ask for through keys of a tier. */
    public Allowance of(String accountId, Tier tier) {
        var agreed = store.ofAccount(accountId);
        return new Allowance(
                agreed == null ? tier.limits() : agreed.over(tier.limits()),
                store.models(accountId, tier.name()).entrySet().stream()
                        .map(model -> model.getValue().of(model.getKey()))
                        .toList());
    }

    Optional<LimitTerms> agreedWith(String accountId) {
        return Optional.ofNullable(store.ofAccount(accountId));
    }

    /** False when there is no such account. */
    @Transactional
    boolean agree(String accountId, LimitTerms terms, String address) {
        if (!store.putAccount(accountId, terms.checked())) {
            return false;
        }
        audit.add(ActKind.CHANGED_LIMITS, accountId, null, AuditLog.OPERATOR, terms.text(), address);
        store.usersOf(accountId).forEach(notices::add);
        return true;
    }

    Map<String, LimitTerms> tiers() {
        return store.tiers();
    }

    @Transactional
    void putTier(String name, LimitTerms terms, String address) {
        store.putTier(name, terms.checkedTier());
        audit.add(ActKind.CHANGED_TIER, null, null, AuditLog.OPERATOR, name + ": " + terms.text(), address);
        notices.add(ALL);
    }

    /**
     * What an account may ask for.
     *
     * @param all with all of its keys, and with one that sets no limits of its own
     * @param models of single models
     */
    public record Allowance(KeyLimits all, List<ModelLimits> models) {
        public Allowance {
            models = List.copyOf(models);
        }
    }
}
