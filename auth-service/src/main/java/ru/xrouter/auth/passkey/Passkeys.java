package ru.xrouter.auth.passkey;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.AttestationObject;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.extension.authenticator.RegistrationExtensionAuthenticatorOutput;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.audit.ActKind;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.auth.id.RandomIds;

/**
 * People's passkeys. The device must have made sure of the person (a finger, a face, a PIN), so that a passkey is two factors in one. All
 * checks of what a device says are WebAuthn4J's; the make of the device is not asked for.
 */
@ApplicationScoped
public class Passkeys {
    static final int MOST = 20;
    private static final int LONGEST_NAME = 60;
    private static final Logger LOG = Logger.getLogger(Passkeys.class);
    private static final List<PublicKeyCredentialParameters> SIGNATURES = List.of(
            new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.ES256),
            new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.RS256));

    private final PasskeyStore store;
    private final PasskeySite site;
    private final AuditLog audit;
    private final RandomIds ids;
    private final WebAuthnManager checks;
    private final AttestedCredentialDataConverter credentials;

    Passkeys(PasskeyStore store, PasskeySite site, AuditLog audit, RandomIds ids) {
        this.store = store;
        this.site = site;
        this.audit = audit;
        this.ids = ids;
        var converter = new ObjectConverter();
        this.checks = WebAuthnManager.createNonStrictWebAuthnManager(converter);
        this.credentials = new AttestedCredentialDataConverter(converter);
    }

    /**
     * One of a person's passkeys, for people.
     *
     * @param credentialId the device's name of it, base64url
     */
    public record Passkey(String passkeyId, String credentialId, String name, String since, String lastUsed) {}

    public List<Passkey> of(String userId) {
        return store.of(userId).stream()
                .map(kept -> new Passkey(
                        kept.passkeyId(),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(kept.credentialId()),
                        kept.name(),
                        kept.createdAt().toString().substring(0, 10),
                        kept.lastUsedAt() == null
                                ? ""
                                : kept.lastUsedAt().toString().substring(0, 10)))
                .toList();
    }

    /** Whether the device's answer was right, and the passkey signs the person in from now on. */
    @Transactional
    public boolean add(String userId, String name, String answer, byte[] challenge, String address) {
        var device = made(answer, challenge);
        var credential = device.map(AuthenticatorData::getAttestedCredentialData);
        if (credential.isEmpty()) {
            return false;
        }
        var kept = new PasskeyStore.Kept(
                ids.next("pky"),
                credential.get().getCredentialId(),
                userId,
                credentials.convert(credential.get()),
                device.get().getSignCount(),
                device.get().isFlagBE());
        var added = store.add(kept, name(name), now(), MOST);
        if (added) {
            audit.add(ActKind.ADDED_PASSKEY, null, userId, name(name), address);
        }
        return added;
    }

    /** Whom the device signs in; empty when the answer is wrong, or the passkey seems to have been copied. */
    @Transactional
    public Optional<String> signIn(String answer, byte[] challenge, String address) {
        var shown = read(answer).filter(data -> data.getCredentialId() != null);
        var kept = shown.flatMap(data -> store.lock(data.getCredentialId()))
                .filter(found -> sameUser(found, shown.get().getUserHandle()));
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        return switch (verified(shown.get(), kept.get(), challenge)) {
            case WRONG -> Optional.empty();
            case COPIED -> {
                audit.add(ActKind.REFUSED_PASSKEY, null, kept.get().userId(), null, address);
                yield Optional.empty();
            }
            case RIGHT -> {
                var device = Objects.requireNonNull(shown.get().getAuthenticatorData());
                store.used(kept.get().passkeyId(), device.getSignCount(), now());
                yield Optional.of(kept.get().userId());
            }
        };
    }

    private enum Verdict {
        RIGHT,
        WRONG,
        COPIED
    }

    private Optional<AuthenticatorData<RegistrationExtensionAuthenticatorOutput>> made(
            String answer, byte[] challenge) {
        try {
            var made = checks.parseRegistrationResponseJSON(answer);
            checks.verify(made, new RegistrationParameters(site.expecting(challenge), SIGNATURES, true, true));
            return Optional.ofNullable(made.getAttestationObject()).map(AttestationObject::getAuthenticatorData);
        } catch (RuntimeException e) {
            refused(e);
            return Optional.empty();
        }
    }

    private Optional<AuthenticationData> read(String answer) {
        try {
            return Optional.of(checks.parseAuthenticationResponseJSON(answer));
        } catch (RuntimeException e) {
            refused(e);
            return Optional.empty();
        }
    }

    private Verdict verified(AuthenticationData shown, PasskeyStore.Kept kept, byte[] challenge) {
        try {
            checks.verify(
                    shown, new AuthenticationParameters(site.expecting(challenge), record(kept), null, true, true));
            return Verdict.RIGHT;
        } catch (MaliciousCounterValueException _) {
            return Verdict.COPIED;
        } catch (RuntimeException e) {
            refused(e);
            return Verdict.WRONG;
        }
    }

    /** What is no answer of a device makes the library stumble in many ways. */
    private static void refused(RuntimeException e) {
        LOG.infof("A passkey was refused: %s", e.getClass().getSimpleName());
    }

    private static boolean sameUser(PasskeyStore.Kept kept, byte @Nullable [] handle) {
        return handle != null && Arrays.equals(handle, kept.userId().getBytes(StandardCharsets.UTF_8));
    }

    private CredentialRecordImpl record(PasskeyStore.Kept kept) {
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                true,
                kept.shared(),
                null,
                kept.signCount(),
                credentials.convert(kept.credential()),
                null,
                null,
                null,
                null);
    }

    @Transactional
    public void rename(String userId, String passkeyId, String name, String address) {
        if (store.rename(userId, passkeyId, name(name))) {
            audit.add(ActKind.RENAMED_PASSKEY, null, userId, name(name), address);
        }
    }

    /** Whether it was the person's. */
    @Transactional
    public boolean remove(String userId, String passkeyId, String address) {
        var removed = store.remove(userId, passkeyId);
        removed.ifPresent(name -> audit.add(ActKind.REMOVED_PASSKEY, null, userId, name, address));
        return removed.isPresent();
    }

    /** Removes all of the person's, which the caller writes down. How many there were. */
    @Transactional(Transactional.TxType.MANDATORY)
    public int removeAll(String userId) {
        return store.removeAll(userId);
    }

    private static String name(String text) {
        var name = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return name.isEmpty() ? "Passkey" : name.substring(0, Math.min(LONGEST_NAME, name.length()));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
