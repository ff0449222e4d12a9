/** Tests of the feature of the same name. */
@NullMarked
package ru.xrouter.router.hold;

import org.jspecify.annotations.NullMarked;
