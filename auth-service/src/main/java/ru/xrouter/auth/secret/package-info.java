/** Encryption and hashes of what the database keeps. */
@NullMarked
package ru.xrouter.auth.secret;

import org.jspecify.annotations.NullMarked;
