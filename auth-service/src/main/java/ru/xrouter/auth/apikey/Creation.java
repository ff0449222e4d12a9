package ru.xrouter.auth.apikey;

/** What came of the wish for a new API key. */
sealed interface Creation {
    record Created(ApiKeyShownOnce key) implements Creation {}

    record UnknownAccount(String accountId) implements Creation {}

    record UnknownTier(String tier) implements Creation {}

    record TooManyKeys(int limit) implements Creation {}
}
