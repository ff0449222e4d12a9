/** What the whole running stack promises its users, checked from outside with the clients they use. */
@NullMarked
package ru.xrouter.e2e;

import org.jspecify.annotations.NullMarked;
