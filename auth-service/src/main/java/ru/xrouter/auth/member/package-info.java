/** Members of accounts: invitations, roles, leaving. */
@NullMarked
package ru.xrouter.auth.member;

import org.jspecify.annotations.NullMarked;
