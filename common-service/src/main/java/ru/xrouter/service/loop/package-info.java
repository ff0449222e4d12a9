/** Vert.x' event loops. */
@NullMarked
package ru.xrouter.service.loop;

import org.jspecify.annotations.NullMarked;
