/** Whom the adapter trusts, and how it proves who it is, in TLS. */
@NullMarked
package ru.xrouter.gigachat.tls;

import org.jspecify.annotations.NullMarked;
