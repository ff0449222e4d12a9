/** Tests of the feature of the same name. */
@NullMarked
package ru.xrouter.router.catalogue;

import org.jspecify.annotations.NullMarked;
