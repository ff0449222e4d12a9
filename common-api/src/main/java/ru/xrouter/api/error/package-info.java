/** The OpenAI error body, the only error shape that leaves XRouter. */
@NullMarked
package ru.xrouter.api.error;

import org.jspecify.annotations.NullMarked;
