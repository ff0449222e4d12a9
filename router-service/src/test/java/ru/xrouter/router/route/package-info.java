/** Tests of the feature of the same name. */
@NullMarked
package ru.xrouter.router.route;

import org.jspecify.annotations.NullMarked;
