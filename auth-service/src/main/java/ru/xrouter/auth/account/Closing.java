package ru.xrouter.auth.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.audit.ActKind;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.auth.notice.Notices;

/**
 * Closes accounts and opens them again. Nothing of a closed one is served: no key, no token, no page. Its members, keys and grants stay as they
 * are, and what it has in the books is billing's.
 */
@ApplicationScoped
class Closing {
    private final AccountStore accounts;
    private final Notices notices;
    private final AuditLog audit;

    Closing(AccountStore accounts, Notices notices, AuditLog audit) {
        this.accounts = accounts;
        this.notices = notices;
        this.audit = audit;
    }

    /** Whether there is such an account; a closed one stays closed since when it was. */
    @Transactional
    boolean close(String accountId, String address) {
        return change(accountId, Instant.now().truncatedTo(ChronoUnit.MICROS), address);
    }

    /** Whether there is such an account. */
    @Transactional
    boolean reopen(String accountId, String address) {
        return change(accountId, null, address);
    }

    private boolean change(String accountId, @Nullable Instant closedAt, String address) {
        var found = accounts.findByIdOptional(accountId);
        found.filter(account -> account.closed() != (closedAt != null)).ifPresent(account -> {
            account.closedAt(closedAt);
            audit.add(
                    closedAt == null ? ActKind.REOPENED_ACCOUNT : ActKind.CLOSED_ACCOUNT,
                    accountId,
                    null,
                    AuditLog.OPERATOR,
                    null,
                    address);
        });
        // Told even when it was so already: an operator who asks twice may do so because somebody has not heard.
        found.ifPresent(_ -> notices.add(accountId));
        return found.isPresent();
    }
}
