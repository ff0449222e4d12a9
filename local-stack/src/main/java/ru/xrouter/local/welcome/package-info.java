/** The first account, its key and the commands to try it with. */
@NullMarked
package ru.xrouter.local.welcome;

import org.jspecify.annotations.NullMarked;
