package ru.xrouter.auth.apikey;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import ru.xrouter.api.access.KeyIdentity;

/** A new key with its secret, which nobody can ever read again. */
record ApiKeyShownOnce(
        @JsonProperty("key") String key, @JsonUnwrapped KeyIdentity identity) {
    @Override
    public String toString() {
        return "ApiKeyShownOnce[%s]".formatted(identity.label());
    }
}
