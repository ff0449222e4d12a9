/** Ids of what auth-service makes. */
@NullMarked
package ru.xrouter.auth.id;

import org.jspecify.annotations.NullMarked;
