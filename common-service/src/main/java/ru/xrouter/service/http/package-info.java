/** Calls between our services and answers in OpenAI's error shape, on the event loop. */
@NullMarked
package ru.xrouter.service.http;

import org.jspecify.annotations.NullMarked;
