/** Log lines as the house writes them: a constant message, and keys spelled the same everywhere. */
@NullMarked
package ru.xrouter.router.log;

import org.jspecify.annotations.NullMarked;
