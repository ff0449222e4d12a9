/** Starts, watches and stops the processes. */
@NullMarked
package ru.xrouter.local.run;

import org.jspecify.annotations.NullMarked;
