/** Tests of the feature of the same name. */
@NullMarked
package ru.xrouter.router.peek;

import org.jspecify.annotations.NullMarked;
