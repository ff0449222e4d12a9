/** The adapter contract over HTTP, the same for every provider: transport, deadlines, cancellation, streaming. */
@NullMarked
package ru.xrouter.provider.http;

import org.jspecify.annotations.NullMarked;
