package ru.xrouter.auth.passkey;

import com.webauthn4j.data.AuthenticatorAssertionResponse;
import com.webauthn4j.data.AuthenticatorAttestationResponse;
import com.webauthn4j.data.PublicKeyCredential;
import com.webauthn4j.data.attestation.AttestationObject;
import com.webauthn4j.data.attestation.authenticator.EC2COSEKey;
import com.webauthn4j.data.attestation.authenticator.EdDSACOSEKey;
import com.webauthn4j.data.attestation.authenticator.RSACOSEKey;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What WebAuthn4J reads by reflection; a native image has to be told. */
@RegisterForReflection(
        targets = {
            AuthenticatorAssertionResponse.class,
            AuthenticatorAttestationResponse.class,
            PublicKeyCredential.class,
            AttestationObject.class,
            CollectedClientData.class,
            // Behind interfaces of those above, where nothing leads to them.
            EC2COSEKey.class,
            RSACOSEKey.class,
            EdDSACOSEKey.class,
            NoneAttestationStatement.class
        },
        registerFullHierarchy = true)
final class PasskeyTypes {
    private PasskeyTypes() {}
}
