/** What clients may read: models, generations, credits and their key. */
@NullMarked
package ru.xrouter.gateway.api;

import org.jspecify.annotations.NullMarked;
