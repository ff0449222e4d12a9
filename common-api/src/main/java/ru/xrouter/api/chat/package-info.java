/** OpenAI chat completion wire types: what the adapters read and write. */
@NullMarked
package ru.xrouter.api.chat;

import org.jspecify.annotations.NullMarked;
