/** Customers' own credentials at providers: whether they are good. */
@NullMarked
package ru.xrouter.router.credential;

import org.jspecify.annotations.NullMarked;
