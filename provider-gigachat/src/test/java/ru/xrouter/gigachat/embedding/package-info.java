/** Tests of the GigaChat adapter, package chat. */
@NullMarked
package ru.xrouter.gigachat.embedding;

import org.jspecify.annotations.NullMarked;
