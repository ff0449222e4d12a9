package ru.xrouter.auth.balance;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.hibernate.Session;
import ru.xrouter.auth.account.Role;

/** Who reads mails about an account's money: its owners and billing viewers whose e-mail is known to be theirs, unless it is closed. */
@ApplicationScoped
class Readers {
    private final Session session;

    Readers(Session session) {
        this.session = session;
    }

    @Transactional
    List<Reader> of(String accountId) {
        var sql = """
                select p.email, coalesce(p.language, '') = 'ru', a.name
                from member m
                    join person p using (user_id)
                    join account a using (account_id)
                where m.account_id = :accountId
                    and m.role in (:owner, :billingViewer)
                    and p.confirmed_at is not null
                    and a.closed_at is null
                order by p.email
                """;
        return session.createNativeQuery(sql, Object[].class)
                .setParameter("accountId", accountId)
                .setParameter("owner", Role.OWNER.wireName())
                .setParameter("billingViewer", Role.BILLING_VIEWER.wireName())
                .getResultStream()
                .map(row -> new Reader((String) row[0], (Boolean) row[1], (String) row[2]))
                .toList();
    }

    /** One of them, and what they call the account. */
    record Reader(String email, boolean russian, String accountName) {}
}
