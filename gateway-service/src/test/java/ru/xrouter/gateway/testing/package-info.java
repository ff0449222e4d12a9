/** The gateway's surroundings in tests: fake services and a plain client. */
@NullMarked
package ru.xrouter.gateway.testing;

import org.jspecify.annotations.NullMarked;
