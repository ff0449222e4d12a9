/** How the candidates have been doing in the last minutes. */
@NullMarked
package ru.xrouter.router.health;

import org.jspecify.annotations.NullMarked;
