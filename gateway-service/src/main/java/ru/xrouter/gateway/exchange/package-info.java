/** One client request and its response, with the headers and figures every response has. */
@NullMarked
package ru.xrouter.gateway.exchange;

import org.jspecify.annotations.NullMarked;
