package ru.xrouter.auth.account;

/** That a person belongs to an account. */
public record Membership(String accountId, String accountName, String userId, String email, Role role, String since) {}
