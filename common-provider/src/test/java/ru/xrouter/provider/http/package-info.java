/** Tests of the HTTP side of the adapter contract, against a provider as small as can be. */
@NullMarked
package ru.xrouter.provider.http;

import org.jspecify.annotations.NullMarked;
