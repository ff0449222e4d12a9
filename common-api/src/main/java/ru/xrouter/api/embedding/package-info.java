/** OpenAI embeddings: their wire types, reader and writer. */
@NullMarked
package ru.xrouter.api.embedding;

import org.jspecify.annotations.NullMarked;
