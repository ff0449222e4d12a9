/** Tests of the feature of the same name. */
@NullMarked
package ru.xrouter.router.generation;

import org.jspecify.annotations.NullMarked;
