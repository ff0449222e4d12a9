package ru.xrouter.billing.payment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.money.Money;
import ru.xrouter.billing.ledger.Account;
import ru.xrouter.billing.ledger.AccountStore;
import ru.xrouter.billing.ledger.LedgerStore;
import ru.xrouter.billing.payment.PaymentStore.Payment;

/** Pays what was paid at the provider into accounts: each payment once, however often and in what order it is told. */
@ApplicationScoped
class Payments {
    private static final String ROUBLES = "RUB";

    private final PaymentStore payments;
    private final AccountStore accounts;
    private final LedgerStore ledger;

    Payments(PaymentStore payments, AccountStore accounts, LedgerStore ledger) {
        this.payments = payments;
        this.accounts = accounts;
        this.ledger = ledger;
    }

    /** A payment that somebody may now make. */
    @Transactional
    Payment begin(String accountId, Money amount) {
        accounts.open(List.of(accountId));
        var id = "pay-" + UUID.randomUUID();
        payments.add(id, accountId, amount);
        return new Payment(id, accountId, amount.micros(), Payment.PENDING, null);
    }

    @Transactional
    Optional<Payment> payment(String accountId, String paymentId) {
        return payments.ofAccount(accountId, paymentId);
    }

    /** Does what a notice says, if it still has to be done. */
    @Transactional
    Told tell(PaymentNotice notice) {
        var told = notice.object();
        var metadata = told == null ? null : told.metadata();
        var id = metadata == null ? null : metadata.paymentId();
        var providerId = told == null ? null : told.id();
        if (told == null || id == null || providerId == null) {
            return new Told.Nonsense("it names no payment of ours");
        }
        var payment = payments.locked(id).orElse(null);
        if (payment == null) {
            return new Told.Nonsense("it names no payment of ours");
        }
        return switch (notice.event() == null ? "" : notice.event()) {
            case PaymentNotice.SUCCEEDED -> succeeded(payment, told.amount(), providerId);
            case PaymentNotice.CANCELED -> canceled(payment, providerId);
            default -> new Told.Done(null);
        };
    }

    private Told succeeded(Payment payment, PaymentNotice.@Nullable Amount amount, String providerId) {
        if (!amountOf(amount).equals(Optional.of(new Money(payment.amountMicros())))) {
            return new Told.Nonsense("its amount is not the one that was asked for");
        }
        var paid = payment.status().equals(Payment.SUCCEEDED);
        if (paid && providerId.equals(payment.providerId())) {
            return new Told.Done(null);
        }
        // Money that came is money that came, also when the payment had been called off, or made at the provider
        // before.
        accounts.lock(List.of(payment.accountId()));
        var reference = paid ? payment.paymentId() + "/" + providerId : payment.paymentId();
        var fresh = ledger.topUp(payment.accountId(), reference, new Money(payment.amountMicros()));
        if (paid) {
            return fresh ? new Told.PaidAgain(accounts.findById(payment.accountId()), reference) : new Told.Done(null);
        }
        payments.close(payment.paymentId(), Payment.SUCCEEDED, providerId);
        return new Told.Done(accounts.findById(payment.accountId()));
    }

    private Told canceled(Payment payment, String providerId) {
        if (payment.status().equals(Payment.PENDING)) {
            payments.close(payment.paymentId(), Payment.CANCELED, providerId);
        }
        return new Told.Done(null);
    }

    private static Optional<Money> amountOf(PaymentNotice.@Nullable Amount amount) {
        var value = amount == null ? null : amount.value();
        if (amount == null || value == null || !ROUBLES.equals(amount.currency())) {
            return Optional.empty();
        }
        try {
            return Optional.of(Money.ofRoubles(new BigDecimal(value)));
        } catch (NumberFormatException | ArithmeticException _) {
            return Optional.empty();
        }
    }

    /** What came of a notice. */
    sealed interface Told {
        /** @param paidIn the account that has more now; null when nothing had to be done */
        record Done(@Nullable Account paidIn) implements Told {}

        /** Another payment at the provider for what had been paid: paid in too, and for an operator to look at. */
        record PaidAgain(Account paidIn, String reference) implements Told {}

        record Nonsense(String reason) implements Told {}
    }
}
