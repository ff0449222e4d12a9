package ru.xrouter.auth.notice;

import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.concurrent.ExecutorService;

/** Does something on a thread of its own once the running transaction has been committed, and not otherwise. */
@Singleton
public class AfterCommit {
    private final TransactionSynchronizationRegistry transactions;
    private final ExecutorService threads;

    AfterCommit(TransactionSynchronizationRegistry transactions, @VirtualThreads ExecutorService threads) {
        this.transactions = transactions;
        this.threads = threads;
    }

    public void run(Runnable what) {
        transactions.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    threads.execute(what);
                }
            }
        });
    }
}
