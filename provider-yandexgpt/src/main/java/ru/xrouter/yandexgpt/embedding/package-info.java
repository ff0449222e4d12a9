/** YandexGPT's embeddings. */
@NullMarked
package ru.xrouter.yandexgpt.embedding;

import org.jspecify.annotations.NullMarked;
