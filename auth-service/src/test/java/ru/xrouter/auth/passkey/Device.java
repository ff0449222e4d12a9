package ru.xrouter.auth.passkey;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import java.util.UUID;

/** A person's device with one passkey, which says what the test wants it to say. */
final class Device {
    static final int PRESENT = 0x01;
    static final int VERIFIED = 0x04;
    private static final int WITH_CREDENTIAL = 0x40;
    private static final int BYTES = 0x40;
    private static final int TEXT = 0x60;
    private static final int MAP = 0xa0;

    private final ECKey key;
    private final byte[] credentialId;
    private String origin = "http://localhost:8081";
    private String rpId = "localhost";
    private int flags = PRESENT | VERIFIED;
    private int count;

    Device() {
        this(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
    }

    private Device(byte[] credentialId) {
        this.credentialId = credentialId;
        try {
            key = new ECKeyGenerator(Curve.P_256).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Another key under the same name. */
    Device impostor() {
        return new Device(credentialId).hasSigned(count);
    }

    Device from(String origin) {
        this.origin = origin;
        return this;
    }

    Device forSite(String rpId) {
        this.rpId = rpId;
        return this;
    }

    Device says(int flags) {
        this.flags = flags;
        return this;
    }

    Device hasSigned(int times) {
        count = times;
        return this;
    }

    /** The answer to a challenge for a new passkey. */
    String make(String challenge) throws GeneralSecurityException {
        var clientData = clientData("webauthn.create", challenge);
        var attestation = new ByteArrayOutputStream();
        attestation.write(MAP | 3);
        text(attestation, "fmt");
        text(attestation, "none");
        text(attestation, "attStmt");
        attestation.write(MAP);
        text(attestation, "authData");
        bytes(attestation, authenticatorData(true));
        return """
                {"id": "%1$s", "rawId": "%1$s", "type": "public-key", "clientExtensionResults": {},
                 "response": {"clientDataJSON": "%2$s", "attestationObject": "%3$s"}}""".formatted(text(credentialId), text(clientData), text(attestation.toByteArray()));
    }

    /** The answer to a challenge at sign-in. */
    String show(String challenge, String userId) throws GeneralSecurityException, JOSEException {
        count++;
        var clientData = clientData("webauthn.get", challenge);
        var data = authenticatorData(false);
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key.toECPrivateKey());
        signature.update(data);
        signature.update(sha256(clientData));
        return """
                {"id": "%1$s", "rawId": "%1$s", "type": "public-key", "clientExtensionResults": {},
                 "response": {"clientDataJSON": "%2$s", "authenticatorData": "%3$s", "signature": "%4$s", "userHandle": "%5$s"}}""".formatted(
                        text(credentialId),
                        text(clientData),
                        text(data),
                        text(signature.sign()),
                        text(userId.getBytes(StandardCharsets.UTF_8)));
    }

    private byte[] clientData(String type, String challenge) {
        return "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}"
                .formatted(type, challenge, origin)
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] authenticatorData(boolean withCredential) throws GeneralSecurityException {
        var publicKey = withCredential ? coseKey() : new byte[0];
        var data = ByteBuffer.allocate(37 + (withCredential ? 18 + credentialId.length + publicKey.length : 0))
                .put(sha256(rpId.getBytes(StandardCharsets.UTF_8)))
                .put((byte) (flags | (withCredential ? WITH_CREDENTIAL : 0)))
                .putInt(count);
        if (withCredential) {
            data.put(new byte[16])
                    .putShort((short) credentialId.length)
                    .put(credentialId)
                    .put(publicKey);
        }
        return data.array();
    }

    /** kty 2, alg -7, crv 1, x and y: in CBOR, by hand. */
    private byte[] coseKey() {
        var cose = new ByteArrayOutputStream();
        cose.writeBytes(new byte[] {(byte) (MAP | 5), 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21});
        bytes(cose, key.getX().decode());
        cose.write(0x22);
        bytes(cose, key.getY().decode());
        return cose.toByteArray();
    }

    private static void text(ByteArrayOutputStream cbor, String text) {
        cbor.write(TEXT | text.length());
        cbor.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Of 24 to 255 bytes. */
    private static void bytes(ByteArrayOutputStream cbor, byte[] bytes) {
        cbor.write(BYTES | 24);
        cbor.write(bytes.length);
        cbor.writeBytes(bytes);
    }

    private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
