/** The second factor: codes of an authenticator app, and recovery codes. */
@NullMarked
package ru.xrouter.auth.factor;

import org.jspecify.annotations.NullMarked;
