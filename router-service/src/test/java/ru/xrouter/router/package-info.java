/** Tests of the router as a whole. */
@NullMarked
package ru.xrouter.router;

import org.jspecify.annotations.NullMarked;
