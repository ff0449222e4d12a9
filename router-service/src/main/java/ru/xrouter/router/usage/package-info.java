/** Tells billing of every generation, through Redis or, while that is away, a spool on disk. */
@NullMarked
package ru.xrouter.router.usage;

import org.jspecify.annotations.NullMarked;
