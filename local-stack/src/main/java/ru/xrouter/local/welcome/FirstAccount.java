package ru.xrouter.local.welcome;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import ru.xrouter.local.run.StartFailedException;
import ru.xrouter.local.state.AccountFile;
import ru.xrouter.local.state.StateDirectory;

/** The account of the person at this machine: made once with credit, given a fresh key at each start. */
public final class FirstAccount {
    private static final String NAME = "local";
    private static final String CREDIT = "1000.00";
    private static final String REFERENCE = "first-credit-";

    private final Operator operator;
    private final StateDirectory state;

    public FirstAccount(Operator operator, StateDirectory state) {
        this.operator = operator;
        this.state = state;
    }

    /** An account and a key of it. */
    public record Issued(String accountId, String key) {
        @Override
        public String toString() {
            return "Issued[accountId=%s, key=redacted]".formatted(accountId);
        }
    }

    public Issued issue() throws IOException, StartFailedException, InterruptedException {
        var accountId = accountId();
        operator.topUp(accountId, CREDIT, REFERENCE + accountId);
        var name = "up " + Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new Issued(accountId, operator.createKey(accountId, name));
    }

    private String accountId() throws IOException, StartFailedException, InterruptedException {
        var known = AccountFile.read(state);
        if (known.isPresent()) {
            return known.get().accountId();
        }
        var made = operator.createAccount(NAME);
        new AccountFile(made).write(state);
        return made;
    }
}
