/** Names of the HTTP headers that services and clients exchange. */
@NullMarked
package ru.xrouter.api.http;

import org.jspecify.annotations.NullMarked;
