/** E-mails that tell people what was done to the security of their sign-in or account. */
@NullMarked
package ru.xrouter.auth.securitymail;

import org.jspecify.annotations.NullMarked;
