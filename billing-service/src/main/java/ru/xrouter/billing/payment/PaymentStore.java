package ru.xrouter.billing.payment;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.money.Money;

/** Payments that were asked for, and what became of them. */
@ApplicationScoped
class PaymentStore {
    private final Session session;

    PaymentStore(Session session) {
        this.session = session;
    }

    void add(String paymentId, String accountId, Money amount) {
        var sql = "insert into payment (payment_id, account_id, amount) values (:paymentId, :accountId, :amount)";
        session.createNativeMutationQuery(sql)
                .setParameter("paymentId", paymentId)
                .setParameter("accountId", accountId)
                .setParameter("amount", amount.micros())
                .executeUpdate();
    }

    /** The payment, locked until the end of the transaction. */
    Optional<Payment> locked(String paymentId) {
        var sql =
                "select payment_id, account_id, amount, status, provider_id from payment where payment_id = :paymentId for update";
        return session.createNativeQuery(sql, Payment.class)
                .setParameter("paymentId", paymentId)
                .uniqueResultOptional();
    }

    Optional<Payment> ofAccount(String accountId, String paymentId) {
        var sql = """
                select payment_id, account_id, amount, status, provider_id
                from payment
                where payment_id = :paymentId and account_id = :accountId
                """;
        return session.createNativeQuery(sql, Payment.class)
                .setParameter("paymentId", paymentId)
                .setParameter("accountId", accountId)
                .uniqueResultOptional();
    }

    void close(String paymentId, String status, String providerId) {
        var sql = """
                update payment
                set status = :status, provider_id = :providerId, closed_at = now()
                where payment_id = :paymentId
                """;
        session.createNativeMutationQuery(sql)
                .setParameter("status", status)
                .setParameter("providerId", providerId)
                .setParameter("paymentId", paymentId)
                .executeUpdate();
    }

    /**
     * A payment; its status is {@code pending}, {@code succeeded} or {@code canceled}.
     *
     * @param providerId what the provider calls it; null while it is pending
     */
    record Payment(
            String paymentId,
            String accountId,
            long amountMicros,
            String status,
            @Nullable String providerId) {
        static final String PENDING = "pending";
        static final String SUCCEEDED = "succeeded";
        static final String CANCELED = "canceled";
    }
}
