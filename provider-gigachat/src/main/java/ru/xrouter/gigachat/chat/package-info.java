/** Chat completions: OpenAI's form to GigaChat's v1 API and back. */
@NullMarked
package ru.xrouter.gigachat.chat;

import org.jspecify.annotations.NullMarked;
