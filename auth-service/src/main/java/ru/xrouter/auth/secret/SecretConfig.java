package ru.xrouter.auth.secret;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** What encrypts secrets that must be read again. */
@ConfigMapping(prefix = "xrouter.auth.envelope")
public interface SecretConfig {
    /**
     * 64 hex digits, from XROUTER_AUTH_ENVELOPE_KEY; derived from the pepper when left out. What was encrypted under a lost
     * key is lost: the signing keys are then made anew, and live tokens stay valid; customers' own credentials have to be
     * set again.
     */
    Optional<String> key();

    /** Name of the key, stored with what it encrypts; another key needs another name. */
    @WithDefault("1")
    String keyId();

    /**
     * Keys before the current one, each {@code id:64 hex digits}, from XROUTER_AUTH_ENVELOPE_OLD_KEYS; needed until
     * everything has been sealed anew.
     */
    Optional<List<String>> oldKeys();
}
