/** Tests of the feature of the same name. */
@NullMarked
package ru.xrouter.router.relay;

import org.jspecify.annotations.NullMarked;
