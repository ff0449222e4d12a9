/** Chat completions in YandexGPT's native form, both ways. */
@NullMarked
package ru.xrouter.yandexgpt.chat;

import org.jspecify.annotations.NullMarked;
