/** Who is calling: API keys, their cache and their revocation. */
@NullMarked
package ru.xrouter.gateway.access;

import org.jspecify.annotations.NullMarked;
