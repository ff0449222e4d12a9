package ru.xrouter.auth.person;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hibernate.Session;

/** Wishes in the database until they are done. */
@ApplicationScoped
class MailWishStore {
    private static final int AT_ONCE = 100;

    private final Session session;

    MailWishStore(Session session) {
        this.session = session;
    }

    @Transactional
    void add(MailWish wish, Instant now) {
        session.createNativeMutationQuery("""
                        insert into mail_wish (kind, email, password, return_to, language, address, created_at)
                        values (:kind, :email, :password, :returnTo, :language, :address, :now)
                        """)
                .setParameter("kind", wish.kind().stored())
                .setParameter("email", wish.email())
                .setParameter("password", wish.password(), String.class)
                .setParameter("returnTo", wish.returnTo())
                .setParameter("language", wish.russian() ? "ru" : "en")
                .setParameter("address", wish.address())
                .setParameter("now", now)
                .executeUpdate();
    }

    /** Some of those that wait, the oldest first. */
    @Transactional
    List<Long> waiting(long after) {
        return session.createNativeQuery("""
                        select wish_id
                        from mail_wish
                        where wish_id > :after
                        order by wish_id
                        limit :atOnce
                        """, Long.class)
                .setParameter("after", after)
                .setParameter("atOnce", AT_ONCE)
                .getResultList();
    }

    /** Takes one out; empty when another replica has. */
    @Transactional(Transactional.TxType.MANDATORY)
    Optional<MailWish> take(long wishId) {
        return session.createNativeQuery("""
                        delete from mail_wish
                        where wish_id = :wishId
                        returning kind, email, password, return_to, language, address
                        """, Object[].class)
                .setParameter("wishId", wishId)
                .getResultStream()
                .findFirst()
                .map(row -> new MailWish(
                        MailWish.Kind.valueOf(((String) row[0]).toUpperCase(Locale.ROOT)),
                        (String) row[1],
                        (String) row[2],
                        (String) row[3],
                        row[4].equals("ru"),
                        (String) row[5]));
    }
}
