/** E-mails: those that tell people what was done to the security of their sign-in or account, and the queue that all go through. */
@NullMarked
package ru.xrouter.auth.securitymail;

import org.jspecify.annotations.NullMarked;
