/** Passkeys: key pairs of people's devices that sign them in (WebAuthn). */
@NullMarked
package ru.xrouter.auth.passkey;

import org.jspecify.annotations.NullMarked;
