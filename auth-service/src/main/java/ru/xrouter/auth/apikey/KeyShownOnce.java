package ru.xrouter.auth.apikey;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A new key or a new secret of one, which nobody can ever read again. */
record KeyShownOnce(
        @JsonProperty("key") String key,
        @JsonProperty("data") KeyDescription data) {
    @Override
    public String toString() {
        return "KeyShownOnce[%s]".formatted(data.keyId());
    }
}
