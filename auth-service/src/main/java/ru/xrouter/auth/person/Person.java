package ru.xrouter.auth.person;

import org.jspecify.annotations.Nullable;

/**
 * Who logs in.
 *
 * @param accountId the account that the person acts for; null until the e-mail is confirmed
 */
public record Person(String userId, String email, @Nullable String accountId) {}
