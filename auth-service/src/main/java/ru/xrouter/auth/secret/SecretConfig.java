package ru.xrouter.auth.secret;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What encrypts secrets that must be read again. */
@ConfigMapping(prefix = "xrouter.auth.envelope")
public interface SecretConfig {
    /**
     * 64 hex digits, from XROUTER_AUTH_ENVELOPE_KEY; derived from the pepper when left out. What was encrypted under a lost
     * key is lost: the signing keys are then made anew, and live tokens stay valid.
     */
    Optional<String> key();
}
