/** What both of Yandex's chat APIs make of a caller's request in the same way. */
@NullMarked
package ru.xrouter.yandexgpt.conversation;

import org.jspecify.annotations.NullMarked;
