/** People: sign-up, sign-in, sessions, and the links they get by e-mail. */
@NullMarked
package ru.xrouter.auth.person;

import org.jspecify.annotations.NullMarked;
