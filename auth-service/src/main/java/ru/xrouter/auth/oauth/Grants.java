package ru.xrouter.auth.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.KeyAccess;
import ru.xrouter.api.access.KeyIdentity;
import ru.xrouter.api.access.Scope;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.auth.account.MemberStore;
import ru.xrouter.auth.apikey.AuthConfig;
import ru.xrouter.auth.apikey.Cap;
import ru.xrouter.auth.audit.ActKind;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.auth.id.RandomIds;
import ru.xrouter.auth.limit.Allowances;
import ru.xrouter.auth.notice.Notices;
import ru.xrouter.auth.person.Person;
import ru.xrouter.auth.secret.Hashes;
import ru.xrouter.auth.tier.TierStore;
import ru.xrouter.service.error.ApiErrorException;

/**
 * The life of a grant: allowed by a person, exchanged once for a token, ended by the person, the app, an operator, or a code
 * that comes a second time. Gateways are told of every end.
 */
@ApplicationScoped
class Grants {
    private final GrantStore grants;
    private final ClientStore clients;
    private final MemberStore members;
    private final TierStore tiers;
    private final Allowances allowances;
    private final SigningKeys keys;
    private final Notices notices;
    private final AuditLog audit;
    private final RandomIds ids;
    private final OAuthConfig config;
    private final AuthConfig defaults;

    Grants(
            GrantStore grants,
            ClientStore clients,
            MemberStore members,
            TierStore tiers,
            Allowances allowances,
            SigningKeys keys,
            Notices notices,
            AuditLog audit,
            RandomIds ids,
            OAuthConfig config,
            AuthConfig defaults) {
        this.grants = grants;
        this.clients = clients;
        this.members = members;
        this.tiers = tiers;
        this.allowances = allowances;
        this.keys = keys;
        this.notices = notices;
        this.audit = audit;
        this.ids = ids;
        this.config = config;
        this.defaults = defaults;
    }

    /** A token and the scopes it has. */
    record Issued(
            String token,
            long lifetimeSeconds,
            java.util.Set<String> scopes,
            @Nullable String idToken) {
        @Override
        public String toString() {
            return "Issued[redacted]";
        }
    }

    /** Writes down what the person allowed, and gives the code for it. */
    @Transactional
    AuthorizationCode allow(
            Grant grant,
            String redirectUri,
            CodeChallenge challenge,
            OpenId.@Nullable Authentication authentication,
            String address) {
        var code = new AuthorizationCode();
        add(grant);
        grants.addCode(
                Hashes.sha256(code.getValue()),
                grant.grantId(),
                redirectUri,
                challenge.getValue(),
                authentication,
                now().plus(config.codeLifetime()));
        audit.add(ActKind.ALLOWED_APP, grant.accountId(), grant.userId(), grant.clientId(), address);
        return code;
    }

    /** Writes down that the person allowed nothing. */
    @Transactional
    void deny(Client client, Person person, String address) {
        audit.add(ActKind.DENIED_APP, person.accountId(), person.userId(), client.clientId(), address);
    }

    /** Exchanges a code; empty when it is not good for this client. A code that was used ends all that came of it. */
    @Transactional
    Optional<Issued> exchange(Client client, AuthorizationCodeGrant request, String address) {
        var now = now();
        var hash = Hashes.sha256(request.getAuthorizationCode().getValue());
        var code = grants.lockCode(hash).filter(found -> found.clientId().equals(client.clientId()));
        if (code.isEmpty()) {
            return Optional.empty();
        }
        if (code.get().used()) {
            revoke(code.get().grantId(), null, null, ActKind.CODE_REPLAYED, address);
            return Optional.empty();
        }
        if (!now.isBefore(code.get().expiresAt()) || !proves(request, code.get())) {
            return Optional.empty();
        }
        var issued = issue(code.get().grantId(), client, code.get().authentication(), now);
        issued.ifPresent(_ -> grants.useCode(hash, now));
        return issued;
    }

    /** A token of a grant that is in force, and an ID token when the person's authentication was asked about. */
    @Transactional
    Optional<Issued> issue(String grantId, Client client, OpenId.@Nullable Authentication authentication, Instant now) {
        return grants.living(grantId).map(grant -> issue(grant, client, authentication, now));
    }

    private Issued issue(Grant grant, Client client, OpenId.@Nullable Authentication authentication, Instant now) {
        var jti = ids.next("tok");
        var issuedAt = now.truncatedTo(ChronoUnit.SECONDS);
        var expiresAt = issuedAt.plusSeconds(client.tokenLifetimeSeconds());
        grants.addToken(jti, grant.grantId(), issuedAt, expiresAt);
        var token = keys.accessToken(grant, jti, issuedAt, expiresAt);
        var idToken = authentication == null || !grant.scopes().contains(OpenId.SCOPE)
                ? null
                : keys.idToken(grant, authentication, token, issuedAt);
        return new Issued(token, client.tokenLifetimeSeconds(), grant.scopes(), idToken);
    }

    private static boolean proves(AuthorizationCodeGrant request, GrantStore.Code code) {
        var verifier = request.getCodeVerifier();
        var redirect = request.getRedirectionURI();
        if (verifier == null || redirect == null || !redirect.toString().equals(code.redirectUri())) {
            return false;
        }
        var challenge =
                CodeChallenge.compute(CodeChallengeMethod.S256, verifier).getValue();
        return MessageDigest.isEqual(
                challenge.getBytes(StandardCharsets.US_ASCII),
                code.codeChallenge().getBytes(StandardCharsets.US_ASCII));
    }

    /** Who stands behind a token that is in force. */
    Optional<KeyIdentity> identity(String jti) {
        return grants.token(jti, Instant.now()).map(token -> identity(token.grant(), token.expiresAt()));
    }

    private KeyIdentity identity(Grant grant, Instant expiresAt) {
        var tier = tiers.findById(defaults.defaultTier());
        var allowance = allowances.of(grant.accountId(), tier);
        return new KeyIdentity(
                grant.grantId(),
                grant.accountId(),
                grant.clientId(),
                grant.clientName(),
                grant.clientId(),
                tier.name(),
                allowance.all(),
                // Tokens do not make more of an account than keys do.
                allowance.all(),
                allowance.models(),
                Cap.of(grant.capMicros(), grant.capPeriod()),
                new KeyAccess(
                        grant.scopes().stream()
                                .flatMap(scope -> Scope.named(scope).stream())
                                .collect(Collectors.toSet()),
                        List.of(),
                        List.of()),
                grant.createdAt(),
                expiresAt,
                List.of());
    }

    @Transactional
    void add(Grant grant) {
        // The role stays as it is until the grant is written down, so that whoever loses it loses this grant too.
        if (members.role(grant.accountId(), grant.userId())
                .filter(role -> role.mayGive(grant.scopes()))
                .isEmpty()) {
            throw new ApiErrorException(ApiError.forbidden(
                    "The person's role does not let them give these scopes.", "role_not_sufficient"));
        }
        grants.add(grant);
    }

    @Transactional
    void forget(String grantId) {
        grants.forget(grantId);
    }

    String emailOf(String userId) {
        return grants.emailOf(userId);
    }

    Optional<GrantStore.Token> token(String jti) {
        return grants.token(jti, Instant.now());
    }

    List<Grant> ofUser(String userId) {
        return grants.ofUser(userId);
    }

    /** RFC 7009: the token's grant ends with it, as there is nothing else in it. */
    @Transactional
    void revokeToken(String jti, Client client, String address) {
        grants.revokeToken(jti, client.clientId(), now())
                .ifPresent(grantId -> revoke(grantId, null, null, ActKind.APP_GAVE_BACK, address));
    }

    @Transactional
    void revokeByUser(String grantId, String userId, String address) {
        revoke(grantId, null, userId, ActKind.TOOK_ACCESS_AWAY, address);
    }

    /** @param token with which a client that registers itself looks after its registration; null when an operator registers it */
    @Transactional
    void register(Client client, @Nullable String secret, @Nullable String token, Instant now, String address) {
        clients.add(client, ClientSecrets.hash(secret), ClientSecrets.hash(token), now);
        if (client.selfRegistered()) {
            audit.add(ActKind.APP_REGISTERED_ITSELF, null, null, client.clientId(), client.name(), address);
        } else {
            audit.add(
                    ActKind.REGISTERED_APP,
                    null,
                    null,
                    AuditLog.OPERATOR,
                    client.clientId() + " (" + client.name() + ")",
                    address);
        }
    }

    @Transactional
    boolean disableClient(String clientId, String address) {
        var known = clients.disable(clientId, now());
        if (known) {
            audit.add(ActKind.CLIENT_DISABLED, null, null, AuditLog.OPERATOR, clientId, address);
            end(grants.revoke(null, clientId, null, now()), ActKind.CLIENT_DISABLED, AuditLog.OPERATOR, address);
        }
        return known;
    }

    /** A client that registered itself removes itself. Whether it was not removed or disabled before. */
    @Transactional
    boolean removeClient(String clientId, String address) {
        var known = clients.disable(clientId, now());
        if (known) {
            audit.add(ActKind.REMOVED_APP, null, null, clientId, clientId, address);
            end(grants.revoke(null, clientId, null, now()), ActKind.APP_GAVE_BACK, clientId, address);
        }
        return known;
    }

    /** A client that registered itself replaces what it says of itself. Whether it is still in use. */
    @Transactional
    boolean changeClient(Client changed, String address) {
        var known = clients.change(changed);
        if (known) {
            audit.add(ActKind.CHANGED_APP, null, null, changed.clientId(), changed.name(), address);
        }
        return known;
    }

    private void revoke(
            @Nullable String grantId, @Nullable String clientId, @Nullable String userId, ActKind why, String address) {
        end(grants.revoke(grantId, clientId, userId, now()), why, null, address);
    }

    private void end(List<GrantStore.Ended> all, ActKind why, @Nullable String via, String address) {
        for (var ended : all) {
            notices.add(ended.grantId());
            audit.add(why, ended.accountId(), ended.userId(), via, ended.grantId(), address);
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
