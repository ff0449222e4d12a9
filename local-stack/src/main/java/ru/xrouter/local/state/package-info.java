/** The files that survive between runs. */
@NullMarked
package ru.xrouter.local.state;

import org.jspecify.annotations.NullMarked;
