/** Tests of what adapters share. */
@NullMarked
package ru.xrouter.provider;

import org.jspecify.annotations.NullMarked;
