/** Joins the parts: one generation from the request's arrival to its one usage event. */
@NullMarked
package ru.xrouter.router.generation;

import org.jspecify.annotations.NullMarked;
