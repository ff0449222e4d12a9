/** Tests of the feature of the same name. */
@NullMarked
package ru.xrouter.router.usage;

import org.jspecify.annotations.NullMarked;
