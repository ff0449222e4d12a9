/** Token counts of a generation and the event that carries them to billing. */
@NullMarked
package ru.xrouter.api.usage;

import org.jspecify.annotations.NullMarked;
