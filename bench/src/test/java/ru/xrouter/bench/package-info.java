/** Tests of the benchmark. */
@NullMarked
package ru.xrouter.bench;

import org.jspecify.annotations.NullMarked;
