/** Embeddings: requests split into batches, answers put back in order. */
@NullMarked
package ru.xrouter.gigachat.embedding;

import org.jspecify.annotations.NullMarked;
