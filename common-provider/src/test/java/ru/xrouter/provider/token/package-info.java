/** Tests of how an adapter proves to its provider who is calling. */
@NullMarked
package ru.xrouter.provider.token;

import org.jspecify.annotations.NullMarked;
