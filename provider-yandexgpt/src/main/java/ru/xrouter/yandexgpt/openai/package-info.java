/** Chat completions of Yandex's OpenAI-compatible API, both ways: the only one that serves the open models. */
@NullMarked
package ru.xrouter.yandexgpt.openai;

import org.jspecify.annotations.NullMarked;
