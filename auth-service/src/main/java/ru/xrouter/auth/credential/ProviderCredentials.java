package ru.xrouter.auth.credential;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import ru.xrouter.api.access.KeyIdentity;
import ru.xrouter.api.access.OwnCredential;
import ru.xrouter.api.access.Scope;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.auth.account.AccountStore;
import ru.xrouter.auth.audit.ActKind;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.auth.credential.ProviderCredentialStore.Kept;
import ru.xrouter.auth.notice.Notices;
import ru.xrouter.auth.secret.Envelope;
import ru.xrouter.auth.secret.SealedRows;

/** Accounts' own credentials at providers: set, removed, handed to the gateways, which forget them with every change. */
@ApplicationScoped
public class ProviderCredentials implements SealedRows {
    private static final Logger LOG = Logger.getLogger(ProviderCredentials.class);
    private static final int SHOWN = 4;
    private static final int HIDDEN_AT_LEAST = 12;
    private static final int AT_ONCE = 500;

    private final ProviderCredentialStore store;
    private final AccountStore accounts;
    private final Envelope envelope;
    private final Notices notices;
    private final AuditLog audit;

    ProviderCredentials(
            ProviderCredentialStore store, AccountStore accounts, Envelope envelope, Notices notices, AuditLog audit) {
        this.store = store;
        this.accounts = accounts;
        this.envelope = envelope;
        this.notices = notices;
        this.audit = audit;
    }

    /**
     * The identity with its account's own credentials, where it may generate. Fails when one cannot be read for which the
     * account does not allow ours in its place.
     */
    public KeyIdentity added(KeyIdentity identity) {
        if (!identity.may(Scope.INFERENCE)) {
            return identity;
        }
        var own = store.ofAccount(identity.accountId()).stream()
                .flatMap(kept -> own(kept).stream())
                .toList();
        return own.isEmpty() ? identity : identity.with(own);
    }

    private Optional<OwnCredential> own(Kept kept) {
        var opened = opened(kept)
                .map(credential -> new OwnCredential(kept.provider(), credential.header(), kept.allowFallback()));
        if (opened.isEmpty() && !kept.allowFallback()) {
            throw new IllegalStateException("An account's own credential cannot be decrypted.");
        }
        return opened;
    }

    Optional<CustomerCredential> opened(Kept kept) {
        var json = envelope.open(kept.name(), kept.sealed());
        if (json.isEmpty()) {
            LOG.errorf(
                    "A credential cannot be decrypted with the envelope keys, accountId=%s, provider=%s",
                    kept.accountId(), kept.provider());
        }
        return json.map(text -> CustomerCredential.ofJson(text.getBytes(StandardCharsets.UTF_8)));
    }

    List<Kept> of(String accountId) {
        return store.ofAccount(accountId);
    }

    Optional<Kept> find(String accountId, String provider) {
        return store.find(accountId, provider);
    }

    /** Keeps a credential that the provider has just accepted, in place of the one before; empty: no such account. */
    @Transactional
    Optional<Kept> put(String accountId, String provider, CredentialBody body, By by) {
        if (!accounts.exists(accountId)) {
            return Optional.empty();
        }
        var now = now();
        var sealed = envelope.seal(
                Kept.name(accountId, provider), new String(body.credential().json(), StandardCharsets.UTF_8));
        var kept = new Kept(
                accountId, provider, sealed, label(body.credential().secret()), body.allowFallback(), now, now, true);
        store.put(kept, envelope.keyId());
        changed(accountId, provider, ActKind.SET_PROVIDER_CREDENTIAL, by);
        return Optional.of(kept);
    }

    /** Whether the account has such a credential. */
    @Transactional
    boolean choose(String accountId, String provider, boolean allowFallback, By by) {
        var known = store.choose(accountId, provider, allowFallback);
        if (known) {
            changed(accountId, provider, ActKind.CHANGED_PROVIDER_CREDENTIAL, by);
        }
        return known;
    }

    /** Whether the account had such a credential. */
    @Transactional
    boolean remove(String accountId, String provider, By by) {
        var known = store.remove(accountId, provider);
        if (known) {
            changed(accountId, provider, ActKind.REMOVED_PROVIDER_CREDENTIAL, by);
        }
        return known;
    }

    void validated(Kept credential, boolean valid) {
        store.validated(credential, valid, now());
    }

    private void changed(String accountId, String provider, ActKind act, By by) {
        notices.add(accountId);
        audit.add(act, accountId, by.userId(), by.via(), provider, by.address());
    }

    @Override
    public String name() {
        return "provider_credentials";
    }

    @Override
    @Transactional
    public int reseal() {
        var count = 0;
        var after = "";
        for (var some = notUnder(after); !some.isEmpty(); some = notUnder(after)) {
            for (var kept : some) {
                count += reseal(kept);
                after = kept.accountId() + " " + kept.provider();
            }
        }
        return count;
    }

    private List<Kept> notUnder(String after) {
        return store.notUnder(envelope.keyId(), after, AT_ONCE);
    }

    private int reseal(Kept kept) {
        var text = envelope.open(kept.name(), kept.sealed());
        text.ifPresent(open -> store.reseal(kept, envelope.seal(kept.name(), open), envelope.keyId()));
        return text.isPresent() ? 1 : 0;
    }

    /** The end of the secret, where the rest is long enough. */
    private static String label(String secret) {
        var text = secret.strip();
        return text.length() < HIDDEN_AT_LEAST + SHOWN ? "…" : "…" + text.substring(text.length() - SHOWN);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
