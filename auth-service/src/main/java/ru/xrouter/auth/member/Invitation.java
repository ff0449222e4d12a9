package ru.xrouter.auth.member;

import ru.xrouter.auth.account.Role;

/** An open invitation. */
public record Invitation(
        String invitationId, String accountId, String accountName, String email, Role role, String expires) {}
