package ru.xrouter.auth.notice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.hibernate.Session;

/** Notices in the database, until they are sent. */
@ApplicationScoped
class NoticeStore {
    private final Session session;

    NoticeStore(Session session) {
        this.session = session;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void add(String subject) {
        session.createNativeMutationQuery("insert into notice (subject) values (:subject)")
                .setParameter("subject", subject)
                .executeUpdate();
    }

    /** Oldest first. */
    @Transactional
    List<Notice> toSend(int atMost) {
        return session.createNativeQuery(
                        "select notice_id, subject from notice order by notice_id limit :atMost", Object[].class)
                .setParameter("atMost", atMost)
                .getResultStream()
                .map(row -> new Notice(((Number) row[0]).longValue(), (String) row[1]))
                .toList();
    }

    @Transactional
    void sent(long id) {
        session.createNativeMutationQuery("delete from notice where notice_id = :id")
                .setParameter("id", id)
                .executeUpdate();
    }

    /** @param subject id of the key or grant to forget */
    record Notice(long id, String subject) {}
}
