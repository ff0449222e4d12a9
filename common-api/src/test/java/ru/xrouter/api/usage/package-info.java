/** Tests of token counts. */
@NullMarked
package ru.xrouter.api.usage;

import org.jspecify.annotations.NullMarked;
