package ru.xrouter.auth.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import ru.xrouter.auth.id.RandomIds;
import ru.xrouter.auth.page.SiteConfig;
import ru.xrouter.auth.secret.Envelope;
import ru.xrouter.auth.secret.SealedRows;

/**
 * Signs access tokens (RFC 9068, ES256) and ID tokens. The newest key signs until it is due for rotation; keys before it stay published for
 * as long as a token they signed may live. Private keys are kept encrypted.
 */
@ApplicationScoped
class SigningKeys implements SealedRows {
    private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");
    private static final Duration ID_TOKEN_LIFETIME = Duration.ofMinutes(10);

    private final SigningKeyStore store;
    private final Envelope envelope;
    private final RandomIds ids;
    private final SiteConfig site;
    private final OAuthConfig config;

    SigningKeys(SigningKeyStore store, Envelope envelope, RandomIds ids, SiteConfig site, OAuthConfig config) {
        this.store = store;
        this.envelope = envelope;
        this.ids = ids;
        this.site = site;
        this.config = config;
    }

    String accessToken(Grant grant, String jti, Instant issuedAt, Instant expiresAt) {
        var claims = new JWTClaimsSet.Builder()
                .issuer(site.issuer().toString())
                .subject(grant.userId())
                .audience(site.audience())
                .claim("client_id", grant.clientId())
                .claim("scope", String.join(" ", grant.scopes()))
                .issueTime(Date.from(issuedAt))
                .expirationTime(Date.from(expiresAt))
                .jwtID(jti)
                .build();
        return signed(ACCESS_TOKEN, claims);
    }

    private String signed(JOSEObjectType type, JWTClaimsSet claims) {
        var key = current();
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(type)
                .keyID(key.getKeyID())
                .build();
        try {
            var token = new SignedJWT(header, claims);
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("A token could not be signed.", e);
        }
    }

    /** OpenID Connect's word to the app on who signed in and when; good for ten minutes, and no access token. */
    String idToken(Grant grant, OpenId.Authentication authentication, String accessToken, Instant issuedAt) {
        var claims = new JWTClaimsSet.Builder()
                .issuer(site.issuer().toString())
                .subject(grant.userId())
                .audience(grant.clientId())
                .issueTime(Date.from(issuedAt))
                .expirationTime(Date.from(issuedAt.plus(ID_TOKEN_LIFETIME)))
                .claim("auth_time", authentication.authTime().getEpochSecond())
                .claim("nonce", authentication.nonce())
                .claim(
                        "at_hash",
                        AccessTokenHash.compute(new BearerAccessToken(accessToken), JWSAlgorithm.ES256, Curve.P_256)
                                .getValue())
                .build();
        return signed(JOSEObjectType.JWT, claims);
    }

    /** The id of a token that we signed; whether it is in force is another question. */
    Optional<String> jti(String token) {
        try {
            var jwt = SignedJWT.parse(token);
            var key = published().getKeyByKeyId(jwt.getHeader().getKeyID());
            var ours = key != null
                    && jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.ES256)
                    && jwt.verify(new ECDSAVerifier(key.toECKey()));
            return ours ? Optional.ofNullable(jwt.getJWTClaimsSet().getJWTID()) : Optional.empty();
        } catch (ParseException | JOSEException _) {
            return Optional.empty();
        }
    }

    /** What the world may see. */
    JWKSet published() {
        return new JWKSet(
                store.publicKeys(Instant.now().minus(config.keyRotation()).minus(config.keyRetention())).stream()
                        .map(SigningKeys::parse)
                        .map(key -> (com.nimbusds.jose.jwk.JWK) key)
                        .toList());
    }

    private ECKey current() {
        return store.newest(Instant.now().minus(config.keyRotation()))
                .flatMap(kept -> envelope.open(kept.kid(), kept.privateEncrypted()))
                .map(SigningKeys::parse)
                .orElseGet(this::make);
    }

    private ECKey make() {
        try {
            var key = new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyID(ids.next("sig"))
                    .generate();
            store.add(
                    key.getKeyID(),
                    key.toPublicJWK().toJSONString(),
                    envelope.seal(key.getKeyID(), key.toJSONString()),
                    Instant.now());
            return key;
        } catch (JOSEException e) {
            throw new IllegalStateException("A signing key could not be made.", e);
        }
    }

    @Override
    public String name() {
        return "signing_keys";
    }

    @Override
    @Transactional
    public int reseal() {
        var count = 0;
        for (var kept : store.all()) {
            var resealed = envelope.resealed(kept.kid(), kept.privateEncrypted());
            resealed.ifPresent(fresh -> store.reseal(kept.kid(), fresh));
            count += resealed.isPresent() ? 1 : 0;
        }
        return count;
    }

    private static ECKey parse(String jwk) {
        try {
            return ECKey.parse(jwk);
        } catch (ParseException e) {
            throw new IllegalStateException("A signing key in the database cannot be read.", e);
        }
    }
}
