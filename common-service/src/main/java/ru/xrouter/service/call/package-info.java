/** Calls between our services that somebody waits for. */
@NullMarked
package ru.xrouter.service.call;

import org.jspecify.annotations.NullMarked;
