/** Images of messages: checked, fetched where that is allowed, uploaded, remembered, deleted. */
@NullMarked
package ru.xrouter.gigachat.image;

import org.jspecify.annotations.NullMarked;
