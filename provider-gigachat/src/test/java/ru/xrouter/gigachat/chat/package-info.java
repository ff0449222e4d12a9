/** Tests of the GigaChat adapter, package chat. */
@NullMarked
package ru.xrouter.gigachat.chat;

import org.jspecify.annotations.NullMarked;
