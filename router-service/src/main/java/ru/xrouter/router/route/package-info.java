/** Turns a request's wishes and the catalogue into candidates in the order in which they will be tried. */
@NullMarked
package ru.xrouter.router.route;

import org.jspecify.annotations.NullMarked;
