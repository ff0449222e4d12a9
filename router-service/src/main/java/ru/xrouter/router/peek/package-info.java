/** Reads the few fields of a request that routing and money need, in one pass without building a tree. */
@NullMarked
package ru.xrouter.router.peek;

import org.jspecify.annotations.NullMarked;
