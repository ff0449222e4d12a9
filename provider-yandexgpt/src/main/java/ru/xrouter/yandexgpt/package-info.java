/** Adapter for YandexGPT: its settings. */
@NullMarked
package ru.xrouter.yandexgpt;

import org.jspecify.annotations.NullMarked;
