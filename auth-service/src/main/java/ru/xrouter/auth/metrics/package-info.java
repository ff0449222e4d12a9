/** What can be seen of auth-service from outside. */
@NullMarked
package ru.xrouter.auth.metrics;

import org.jspecify.annotations.NullMarked;
