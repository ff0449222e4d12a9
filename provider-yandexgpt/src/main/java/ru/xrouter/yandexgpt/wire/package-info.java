/** What all of YandexGPT's APIs write in the same way: counts, refusals, text. */
@NullMarked
package ru.xrouter.yandexgpt.wire;

import org.jspecify.annotations.NullMarked;
