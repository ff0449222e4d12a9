/** Tests of the GigaChat adapter, package token. */
@NullMarked
package ru.xrouter.gigachat.token;

import org.jspecify.annotations.NullMarked;
