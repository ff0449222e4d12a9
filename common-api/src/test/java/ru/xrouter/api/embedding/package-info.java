/** Tests of the reader and writer of embeddings. */
@NullMarked
package ru.xrouter.api.embedding;

import org.jspecify.annotations.NullMarked;
